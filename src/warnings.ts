import type { Config } from './config/config';

/** What an operator should know before the first request, each as one sentence. */
export function warnings(config: Config): string[] {
  const { recovery, enabled } = config.dialects;
  const found: string[] = [];
  if (recovery === 'faithful' && enabled.includes('uprogress')) {
    found.push('LEGACY_RECOVERY=faithful: POST /api/v1/sessions/restore_password gives a working reset token to anybody who knows an address');
  }
  if (recovery === 'faithful' && enabled.includes('amadis')) {
    found.push('LEGACY_RECOVERY=faithful: PATCH /api/user/v1/resetpassword gives a new password to anybody who knows an address');
  }
  if (!config.throttle) found.push('THROTTLE=off: passwords may be guessed without limit');
  if (config.mail.smtpUrl === 'none') found.push('SMTP_URL=none: no mail is sent, so nobody can confirm an address or recover a password');
  return found;
}
