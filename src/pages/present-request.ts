import type { OpenRequest } from '../password-recovery/recovery-approval.service';
import type { NoticedSignIn } from '../password-recovery/session-denial.service';
import { derivedDevice } from '../sessions/device';
import type { PageData } from './page-data';

export function presentRequest({ at, ip, userAgent, approved, approvable }: OpenRequest, token: string, now: Date): PageData['recovery-request'] {
  return { token, at: spoken(at, now), device: derivedDevice({}, { ip, userAgent }).label, userAgent, ip, approved, mayApprove: approvable };
}

export function presentSignIn({ at, device, ip }: NoticedSignIn, token: string, now: Date): PageData['not-me'] {
  return { token, at: spoken(at, now), device, ip };
}

export function approvedNotice(): PageData['notice'] {
  return { title: 'Go on in the app', message: 'You said Yes: the app that asked can set the new password now. You can close this page.', action: null };
}

export function deniedNotice(root: string): PageData['notice'] {
  const message = 'Nobody can set a new password with what was asked for, and the link in the mail no longer works. Your password is as it was.';
  return { title: 'The request is refused', message, action: { label: 'Choose a new password after all', href: `${root}account/recover` } };
}

export function nothingWaitsNotice(token: string, root: string): PageData['notice'] {
  const message = 'No request waits for your answer: it was used, or it has expired.';
  const href = `${root}account/recover/confirm?token=${encodeURIComponent(token)}`;
  return { title: 'Nothing to answer', message, action: { label: 'Choose a new password', href } };
}

/** How long ago first: people know their own time zone, the server doesn't. */
function spoken(at: Date, now: Date): string {
  const minutes = Math.round((now.getTime() - at.getTime()) / 60_000);
  return `${ago(minutes)} (${at.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC)`;
}

function ago(minutes: number): string {
  if (minutes < 1) return 'just now';
  const [count, unit] = minutes < 120 ? [minutes, 'minute'] : minutes < 2_880 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1_440), 'day'];
  return count === 1 ? `a ${unit} ago` : `${count} ${unit}s ago`;
}
