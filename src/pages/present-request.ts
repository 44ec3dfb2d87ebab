import type { OpenRequest } from '../password-recovery/recovery-approval.service';
import { derivedDevice } from '../sessions/device';
import type { PageData } from './page-data';

export function presentRequest({ at, ip, userAgent, approved, approvable }: OpenRequest, token: string, now: Date): PageData['recovery-request'] {
  return { token, at: spoken(at, now), device: derivedDevice({}, { ip, userAgent }).label, userAgent, ip, approved, mayApprove: approvable };
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

/** Minutes ago first: people know their own time zone, the server doesn't. */
function spoken(at: Date, now: Date): string {
  const minutes = Math.round((now.getTime() - at.getTime()) / 60_000);
  const ago = minutes < 1 ? 'just now' : minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  return `${ago} (${at.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC)`;
}
