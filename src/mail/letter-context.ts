import type { Letter, LetterKind } from './letter';

const SUBJECTS = {
  welcome: 'Welcome to Latchkey: please confirm your address',
  confirm_address: 'Please confirm your address',
  recover_password: 'Choose a new password',
  password_changed: 'Your password was changed',
  new_device: 'New sign-in to your account',
  account_exists: 'You already have an account',
  address_change_notice: 'Your e-mail address is about to change',
} as const satisfies Record<LetterKind, string>;

/** What the templates are filled with. Every field is there, so that a template can't ask for one that is missing. */
export interface LetterContext {
  readonly name: string | null;
  readonly to: string;
  readonly subject: string;
  readonly link: string | null;
  readonly approveLink: string | null;
  readonly minutes: number | null;
  readonly at: string | null;
  readonly device: string | null;
  readonly ip: string | null;
  readonly newAddress: string | null;
  readonly recoverLink: string;
}

/** @param recoverLink the page to ask for a recovery mail */
export function letterContext(letter: Letter, recoverLink: string): LetterContext {
  return {
    name: greetingName(letter.name),
    to: letter.to,
    subject: ('subject' in letter ? letter.subject : undefined) ?? SUBJECTS[letter.kind],
    link: 'link' in letter ? letter.link : null,
    approveLink: ('approveLink' in letter ? letter.approveLink : undefined) ?? null,
    minutes: 'minutes' in letter ? letter.minutes : null,
    at: 'at' in letter ? spoken(letter.at) : null,
    device: 'device' in letter ? plainWords(letter.device, MAX_DEVICE) : null,
    ip: 'ip' in letter ? letter.ip : null,
    newAddress: 'newAddress' in letter ? letter.newAddress : null,
    recoverLink,
  };
}

const MAX_NAME = 64;
const MAX_DEVICE = 100;

/**
 * The name to greet a person by: one line, never long. Anybody can register somebody else's address under any name, so
 * a name that mail programs would turn into a link is not repeated to the person.
 */
export function greetingName(name: string | null): string | null {
  return plainWords(name, MAX_NAME);
}

function plainWords(text: string | null, max: number): string | null {
  const line = (text ?? '').replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line === '' || line.length > max || /:\/\/|@|\.\p{L}{2}/u.test(line) ? null : line;
}

function spoken(at: Date): string {
  return `${at.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}
