import { readUserAgent } from './user-agent';

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
  const device = claimedDevice({ ...agentClaims(origin.userAgent), ...definedOnly(claims) }, origin);
  return { ...device, label: device.label ?? labelOf(device) };
}

/** The name that the client or the person gave the device; null where its label only says what application it is. */
export function namedLabel(device: Device): string | null {
  return device.label === labelOf(device) ? null : device.label;
}

/** A device in words: what it is called, else what it is, else null. */
export function deviceName(device: Device): string | null {
  return device.label ?? labelOf(device) ?? labelOf(derivedDevice({}, device));
}

function agentClaims(userAgent: string | null): DeviceClaims {
  const { platform, platformVersion, appName, appVersion } = readUserAgent(userAgent ?? '');
  return { platform: cut(platform), platformVersion: cut(platformVersion), appName: cut(appName), appVersion: cut(appVersion) };
}

function labelOf({ appName, platform }: Pick<Device, 'appName' | 'platform'>): string | null {
  if (appName !== null && platform !== null) return cut(`${appName} on ${platform}`);
  return appName ?? platform;
}

/** By characters: half of one is no text that can be stored. */
function cut(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : [...text].slice(0, DEVICE_FIELD_MAX).join('');
}

function definedOnly(claims: DeviceClaims): DeviceClaims {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined && value !== null));
}
