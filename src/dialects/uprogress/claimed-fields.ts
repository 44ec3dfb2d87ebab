import type { DeviceClaims } from '../../sessions/device';
import type { UprogressAuthorizationDto } from './uprogress.dto';

const DEFAULT_PROVIDER = 'UProgress';

/** What the client says of its device; what it leaves out, or empty, is nothing. */
export const claimsOf = ({ platform, platform_version, app_name, app, app_version, provider }: UprogressAuthorizationDto): DeviceClaims => ({
  platform: platform || null,
  platformVersion: platform_version || null,
  appName: app_name || app || null,
  appVersion: app_version || null,
  provider: provider || DEFAULT_PROVIDER,
});

/** The nick to store; null where there is none. The account's own address, the only one that may stand there, is none. */
export function nickOf(nick: string | null | undefined): string | null {
  return !nick || nick.includes('@') ? null : nick;
}
