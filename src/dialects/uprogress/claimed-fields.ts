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

/** The nick to store; null where there is none. An address stays as it is: it must be the account's own. */
export function nickOf(text: string | null | undefined): string | null {
  const nick = text?.trim() ?? '';
  if (nick === '') return null;
  return nick.includes('@') ? nick : nick.toLowerCase().replace(/[.\- ]/g, '_');
}
