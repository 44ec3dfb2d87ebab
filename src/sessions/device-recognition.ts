import { type Device, namedLabel } from './device';

/** What was on record of an account when a session was added to it, the new one left out. */
export interface EarlierSessions {
  /** How many, in whatever state. */
  readonly records: number;
  readonly living: number;
  /** Whether one of them was made on the same device. */
  readonly sameDevice: boolean;
}

/**
 * Whether a sign-in is worth a notice. A person's very first sign-in is none: there is nothing to compare it with.
 * @param signedInBefore whether the person has ever signed in, since sessions don't stay on record for good
 */
export function isNewDevice({ records, sameDevice }: EarlierSessions, signedInBefore: boolean): boolean {
  return !sameDevice && (records > 0 || signedInBefore);
}

/**
 * The same device, in SQL: the same kind of client, platform and application, and the same name where the client names its
 * device. Versions and addresses change by themselves and are not compared. Where a client can't be told by any of these,
 * its raw User-Agent is.
 */
export const SAME_DEVICE = `client = $1 AND platform IS NOT DISTINCT FROM $2 AND app_name IS NOT DISTINCT FROM $3 AND ($4::text IS NULL OR label = $4)
  AND (platform IS NOT NULL OR app_name IS NOT NULL OR label IS NOT NULL OR user_agent IS NOT DISTINCT FROM $5)`;

/** The parameters of `SAME_DEVICE`, from `$1` on. */
export function sameDeviceParameters(device: Device & { readonly client: string }): unknown[] {
  return [device.client, device.platform, device.appName, namedLabel(device), device.userAgent];
}
