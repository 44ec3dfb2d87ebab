import type { PageData, PageName } from '../../src/pages/page-data';

/** What somebody may have put into every field that holds words of theirs. */
export const EVIL = `"><script>alert(1)</script>{{7*7}}`;

const DEVICE = { id: EVIL, current: false, name: EVIL, client: EVIL, ip: EVIL, createdAt: EVIL, lastSeenAt: EVIL };

/** Every page with hostile data in every field that holds somebody's words. */
export const PAGES: { [N in PageName]: PageData[N] } = {
  recover: { email: EVIL, fault: EVIL },
  'recover-sent': { minutes: 30, pause: 1 },
  'choose-password': { token: EVIL, email: EVIL, minLength: 8, fault: EVIL, done: EVIL },
  'password-changed': { strength: 4 },
  'confirm-email': { token: EVIL, minLength: 8, fault: EVIL, choosing: true, mayChoose: true },
  'email-confirmed': {},
  'recovery-request': { token: EVIL, at: EVIL, device: EVIL, userAgent: EVIL, ip: EVIL, approved: false, mayApprove: true },
  'not-me': { token: EVIL, at: EVIL, device: EVIL, ip: EVIL },
  'undo-email-change': { token: EVIL, email: EVIL, isSquatted: true },
  'sign-in': { identifier: EVIL, fault: EVIL },
  sessions: { email: EVIL, done: EVIL, current: { ...DEVICE, id: 'a', current: true }, others: [DEVICE] },
  notice: { title: EVIL, message: EVIL, action: { label: EVIL, to: 'account/recover', token: EVIL } },
  'dev-mailbox': { messages: [{ id: EVIL, to: EVIL, subject: EVIL, at: EVIL }] },
  'dev-message': { to: EVIL, subject: EVIL, at: EVIL, text: [{ text: EVIL, link: EVIL }], html: EVIL, textTag: EVIL },
  'dev-preview': { kinds: [EVIL], locales: [{ locale: EVIL, tag: EVIL }] },
};
