import { parse } from 'bowser';

/** What a User-Agent tells of its program and the system it runs on. */
export interface UserAgentFacts {
  readonly platform?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly appName?: string | undefined;
  readonly appVersion?: string | undefined;
}

/** The first product of a User-Agent and its version (RFC 9110, 10.1.5). */
const PRODUCT = /^([\w!#$%&'*+.^`|~-]+)(?:\/([\w.+-]+))?(?=[\s(]|$)/;

/** Longer ones are cut before they are read: nobody's real one is. */
const MAX_LENGTH = 512;

/** Reads the User-Agents of browsers, and those of other programs, which begin with the program's own name. */
export function readUserAgent(userAgent: string): UserAgentFacts {
  const text = userAgent.slice(0, MAX_LENGTH).trim();
  if (text === '') return {};
  return /^(Mozilla|Opera)\//.test(text) ? readBrowser(text) : readProgram(text);
}

function readBrowser(text: string): UserAgentFacts {
  const { browser, os } = parse(text);
  return { platform: os.name, platformVersion: os.version, appName: browser.name?.replace(/ for Android$/, ''), appVersion: browser.version };
}

function readProgram(text: string): UserAgentFacts {
  const [, name = '', appVersion] = PRODUCT.exec(text) ?? [];
  // Dalvik is Android's runtime and names no application.
  const app = name === 'Dalvik' ? {} : { appName: name.replaceAll('%20', ' ').trim(), appVersion };
  return { ...app, ...readSystem(text) };
}

function readSystem(text: string): UserAgentFacts {
  // Apple's own networking names the kernel in place of the system. Apps of Macs send the same, those with Intel chips
  // excepted; phones and tablets are far more.
  if (/ CFNetwork\/\S+ Darwin\//.test(text)) return { platform: text.includes('(x86_64)') ? 'macOS' : 'iOS' };
  const { os } = parse(text);
  const [, iosVersion] = /\bi(?:Pad)?OS (\d[\d.]*)/.exec(text) ?? [];
  if (iosVersion !== undefined) return { platform: 'iOS', platformVersion: iosVersion };
  return { platform: os.name, platformVersion: os.version };
}
