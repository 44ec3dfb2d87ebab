import type { Locale } from '../locale/locale';

/** A letter to one person, in `locale`. What it says besides these facts is in letter-contents. */
export type Letter = { to: string; name: string | null; locale: Locale } & LetterFacts;

/** A link that works for so many hours. */
export interface MailedLink {
  link: string;
  hours: number;
}

export type LetterFacts =
  /** To a new account: welcome, and please confirm the address. */
  | ({ kind: 'welcome' } & MailedLink)
  /** To an address that is to be confirmed: an account's first one, or the one it changes to. */
  | ({ kind: 'confirm_address' } & MailedLink)
  /** `code`: for apps, with its own minutes. `approveLink`: the page "Did you ask for this?", where the request waits for a Yes. */
  | { kind: 'recover_password'; link: string; minutes: number; code?: string; codeMinutes?: number; subject?: string; approveLink?: string }
  | { kind: 'password_changed'; at: Date }
  /** A sign-in from a device not seen before; `link`: the page that denies it, for so many days. The device's words are its own. */
  | { kind: 'new_device'; device: string | null; at: Date; ip: string | null; place?: string | null; link: string; days: number }
  /** Somebody tried to register with the address of an account; `link`: the page to recover the password. */
  | { kind: 'account_exists'; link: string }
  /** To the old address, when a change to another is asked for; `undo`: the page that takes the change back, where the old one was confirmed. */
  | { kind: 'address_change_notice'; newAddress: string; undo?: MailedLink }
  /** To the address from before, once an admin has given the account another one. */
  | { kind: 'address_changed'; newAddress: string }
  /** To the address that an account loses because the change to it was undone. */
  | { kind: 'address_restored' };

export type LetterKind = Letter['kind'];

/** A letter of one kind. */
export type LetterOf<Kind extends LetterKind> = Extract<Letter, { kind: Kind }>;
