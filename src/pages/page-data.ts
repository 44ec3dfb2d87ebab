import type { PasswordStrength } from '../credentials/password-policy';

/** What each page is filled with. A page in templates/ for each of these names, and nothing else. */
export interface PageData {
  /** Ask for a mail with which to choose a new password. `fault`: what was wrong with the last try. */
  recover: { email: string; fault: string | null };
  /** The same for a known and an unknown address. `minutes`: the life of the link; `pause`: minutes until another mail is sent. */
  'recover-sent': { minutes: number; pause: number };
  /**
   * Choose a new password, with the token of the mail, or where that is empty with the address and the code.
   * `done`: what led here, where the person has just denied a sign-in or taken back a change of address.
   */
  'choose-password': { token: string; email: string; minLength: number; fault: string | null; done: string | null };
  /** `strength`: of the new password; null where the page is opened by its address. */
  'password-changed': { strength: PasswordStrength | null };
  /** Confirm an address: the token of the mail and the password, or a new one. `choosing`: the last try was with a new one. */
  'confirm-email': { token: string; minLength: number; fault: string | null; choosing: boolean; mayChoose: boolean };
  'email-confirmed': object;
  /**
   * "Did you ask for this?" `mayApprove`: only while one request is open and the visitor is in the requester's network;
   * else Yes is not offered. `approved`: Yes was said before. `at` is spoken; `device` is read from the user agent, and
   * either is null where it is not known.
   */
  'recovery-request': { token: string; at: string; device: string | null; userAgent: string | null; ip: string | null; approved: boolean; mayApprove: boolean };
  /** "Was this you?" A sign-in from a device not seen before; `device` and `ip` are null where they are not known. */
  'not-me': { token: string; at: string; device: string | null; ip: string | null };
  /** "Undo the change?" `email`: the address that is restored. */
  'undo-email-change': { token: string; email: string; isSquatted: boolean };
  /** Sign this browser in. */
  'sign-in': { identifier: string; fault: string | null };
  /** Where the person is signed in; `done`: what has just been done. `current` is the session of this browser. */
  sessions: { email: string; done: string | null; current: DeviceView | null; others: readonly DeviceView[] };
  /**
   * Anything else that is said in two sentences: an expired link, a failure. `openedAt`: where the same can be opened
   * when it answers a form, with `token` in the address.
   */
  notice: {
    title: string;
    message: string;
    action: { label: string; to: `account/${string}`; token: string | null } | null;
    openedAt?: `account/${string}`;
    token?: string;
  };

  'dev-mailbox': { messages: readonly { id: string; to: string; subject: string; at: string }[] };
  /** `html`: where its HTML is, below the mailbox. `textTag`: its language, where it is known; `at` is null of a sample. */
  'dev-message': { to: string; subject: string; at: string | null; text: readonly TextRun[]; html: string; textTag: string | null };
  'dev-preview': { kinds: readonly string[]; locales: readonly { locale: string; tag: string }[] };
}

/** A session as its person sees it; the times are spoken, `ip` is null where it is not known. */
export interface DeviceView {
  readonly id: string;
  readonly current: boolean;
  readonly name: string;
  /** The product through which the person signed in. */
  readonly client: string;
  readonly ip: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
}

export type PageName = keyof PageData;

/** A stretch of plain text; `link` where it is an address. */
export interface TextRun {
  readonly text: string;
  readonly link: string | null;
}
