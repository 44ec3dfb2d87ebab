import { execFileSync } from 'node:child_process';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** What keeps a headless Chromium to itself: no sandbox (tests may run as root), no calls home. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

/** The system's Chromium with a fresh profile, which goes when it is closed. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: FLAGS, headless: true });
}

/** A window of its own: nothing is shared with another, as on two devices. */
export interface Tab {
  readonly page: Page;
  /** What the browser complained of: refused by the policy, not found, failed. It must stay empty. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A page that says what went wrong has the status of that; Chromium reports it as it does for missing files.
    const isThePage = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if ((message.type() === 'error' || message.type() === 'warning') && !isThePage) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`request: ${request.url()} ${request.failure()?.errorText ?? ''}`));
  return { page, complaints, close: () => context.close() };
}

function browserPath(): string {
  const path = execFileSync(process.execPath, ['scripts/find-browser.mjs'], { encoding: 'utf8' });
  if (path === '') throw new Error('there is no Chromium: install one, or name it by CHROMIUM_PATH');
  return path;
}
