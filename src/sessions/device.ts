import { parse } from 'bowser';

/** What a client says of itself. */
export interface DeviceClaims {
  readonly label?: string | null;
  readonly platform?: string | null;
  readonly platformVersion?: string | null;
  readonly appName?: string | null;
  readonly appVersion?: string | null;
  readonly provider?: string | null;
}

/** Where a request came from. */
export interface DeviceOrigin {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** The device facts a session keeps. */
export type Device = Required<DeviceClaims> & DeviceOrigin;

/** Characters of any device field. */
export const DEVICE_FIELD_MAX = 100;

/** What the client said, as it said it; what it left out is null. */
export function claimedDevice(claims: DeviceClaims, origin: DeviceOrigin): Device {
  const { label = null, platform = null, platformVersion = null, appName = null, appVersion = null, provider = null } = claims;
  return { label, platform, platformVersion, appName, appVersion, provider, ip: origin.ip, userAgent: origin.userAgent };
}

/** What the client said; what it left out is taken from its User-Agent. */
export function derivedDevice(claims: DeviceClaims, origin: DeviceOrigin): Device {
  const agent = readUserAgent(origin.userAgent);
  const device = claimedDevice({ ...agent, ...definedOnly(claims) }, origin);
  return { ...device, label: device.label ?? labelOf(device) };
}

function readUserAgent(userAgent: string | null): DeviceClaims {
  if (userAgent === null || userAgent === '') return {};
  const { browser, os } = parse(userAgent);
  return { platform: cut(os.name), platformVersion: cut(os.version), appName: cut(browser.name), appVersion: cut(browser.version) };
}

function labelOf({ appName, platform }: Device): string | null {
  if (appName !== null && platform !== null) return cut(`${appName} on ${platform}`);
  return appName ?? platform;
}

function cut(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text.slice(0, DEVICE_FIELD_MAX);
}

function definedOnly(claims: DeviceClaims): DeviceClaims {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined && value !== null));
}
