import type { Say } from '../locale/catalogue';
import { spokenTime } from '../locale/spoken-time';
import type { Block, Contents } from './blocks';
import type { Letter, LetterKind, LetterOf } from './letter';
import { LETTER_WORDS } from './letter-words';
import { greetingName, plainWords, shownAddress } from './plain-words';
import type { en } from './words/en';

/** What writing needs besides the letter: `recoverLink` is the page to ask for a recovery mail. */
interface Desk {
  readonly say: Say<typeof en>;
  readonly recoverLink: string;
}

type Body = Omit<Contents, 'greeting'>;

/** The template of each kind. */
const BODIES: { readonly [Kind in LetterKind]: (letter: LetterOf<Kind>, desk: Desk) => Body } = {
  welcome: ({ to, link, hours }, { say }) => ({
    subject: say('welcome.subject'),
    blocks: [paragraph(say('welcome.intro')), button(say('confirm_address'), link, say), paragraph(say('works', { hours }))],
    why: [say('welcome.why', { to: shownAddress(to) }), say('welcome.not_you')],
  }),

  confirm_address: ({ to, link, hours }, { say }) => ({
    subject: say('confirm_address.subject'),
    blocks: [paragraph(say('confirm_address.intro')), button(say('confirm_address'), link, say), paragraph(say('works', { hours }))],
    why: [say('confirm_address.why', { to: shownAddress(to) }), say('welcome.not_you')],
  }),

  recover_password: ({ to, link, minutes, code, codeMinutes = minutes, approveLink, subject }, { say }) => ({
    subject: subject ?? say('recover_password.subject'),
    blocks: [
      paragraph(say('recover_password.intro')),
      button(say('choose_password'), link, say),
      paragraph(say('recover_password.works', { minutes })),
      ...where(code, (text) => [paragraph(say('recover_password.code', { minutes: codeMinutes })), { is: 'code', code: text }]),
      ...where(approveLink, (page) => [paragraph(say('recover_password.approve')), { is: 'address', link: page }]),
    ],
    why: [
      say('recover_password.why', { to: shownAddress(to) }),
      say('recover_password.not_you'),
      code === undefined ? say('keep_link') : say('keep_link_and_code'),
    ],
  }),

  password_changed: ({ to, locale, at }, { say, recoverLink }) => ({
    subject: say('password_changed.subject'),
    blocks: [
      paragraph(say('password_changed.intro', { at: spokenTime(locale, at) })),
      paragraph(say('was_you')),
      paragraph(say('password_changed.not_you')),
      button(say('choose_password'), recoverLink, say),
    ],
    why: [say('password_changed.why', { to: shownAddress(to) })],
  }),

  new_device: ({ to, locale, device, at, ip, place = null, link, days }, { say }) => ({
    subject: say('new_device.subject'),
    blocks: [
      paragraph(say('new_device.intro')),
      facts(say, [
        [say('new_device.device'), plainWords(device) ?? say('new_device.unknown')],
        [say('new_device.time'), spokenTime(locale, at)],
        [say('new_device.ip'), ip],
        [say('new_device.place'), plainWords(place)],
      ]),
      paragraph(say('was_you')),
      paragraph(say('new_device.not_you')),
      button(say('new_device.button'), link, say),
      paragraph(say('new_device.works', { days })),
    ],
    why: [say('new_device.why', { to: shownAddress(to) }), say('keep_link')],
  }),

  account_exists: ({ to, link }, { say }) => ({
    subject: say('account_exists.subject'),
    blocks: [paragraph(say('account_exists.intro')), paragraph(say('account_exists.forgotten')), button(say('choose_password'), link, say)],
    why: [say('account_exists.why', { to: shownAddress(to) }), say('account_exists.not_you')],
  }),

  address_change_notice: ({ to, newAddress, undo }, { say, recoverLink }) => ({
    subject: say('address_change_notice.subject'),
    blocks: [
      paragraph(say('address_change_notice.intro')),
      facts(say, [[say('new_address'), shownAddress(newAddress)]]),
      paragraph(say('was_you')),
      ...(undo === undefined
        ? [paragraph(say('address_change_notice.not_you')), button(say('choose_password'), recoverLink, say)]
        : [paragraph(say('address_change_notice.undo', undo)), button(say('address_change_notice.undo_button'), undo.link, say)]),
    ],
    why: [say('address_change_notice.why', { to: shownAddress(to) })],
  }),

  address_changed: ({ to, newAddress }, { say }) => ({
    subject: say('address_changed.subject'),
    blocks: [
      paragraph(say('address_changed.intro')),
      facts(say, [[say('new_address'), shownAddress(newAddress)]]),
      paragraph(say('former_address.unexpected')),
    ],
    why: [say('former_address.why', { to: shownAddress(to) })],
  }),

  address_restored: ({ to }, { say }) => ({
    subject: say('address_restored.subject'),
    blocks: [paragraph(say('address_restored.intro')), paragraph(say('former_address.unexpected'))],
    why: [say('former_address.why', { to: shownAddress(to) })],
  }),
};

/** What a letter says in its language. */
export function contentsOf(letter: Letter, recoverLink: string): Contents {
  const say = LETTER_WORDS.in(letter.locale);
  const name = greetingName(letter.name);
  const write = BODIES[letter.kind] as (letter: Letter, desk: Desk) => Body;
  const greeting = name === null ? say('greeting_nameless') : say('greeting', { name });
  return { greeting, ...write(letter, { say, recoverLink }) };
}

const paragraph = (text: string): Block => ({ is: 'paragraph', text });

const button = (label: string, link: string, say: Desk['say']): Block => ({ is: 'button', label, link, or: say('open_address') });

/** What has no value is left out. */
function facts(say: Desk['say'], rows: readonly (readonly [label: string, value: string | null])[]): Block {
  const known = rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
  return { is: 'facts', facts: known.map((fact) => ({ ...fact, line: say('fact', fact) })) };
}

function where(value: string | undefined, write: (value: string) => Block[]): Block[] {
  return value === undefined ? [] : write(value);
}
