import { CONFIRMATION_TTL, DENIAL_TTL, UNDO_TTL } from '../auth/letter-terms';
import type { Locale } from '../locale/locale';
import type { Letter, LetterFacts, LetterKind } from '../mail/letter';
import type { Links } from '../mail/links';
import { RECOVERY_CODE_TTL, RECOVERY_TTL } from '../password-recovery/recovery-terms';

const AT = new Date('2026-11-21T21:18:00Z');
/** Leads to the real pages, where it is worth nothing. */
const TOKEN = 'sample';
const NEW_ADDRESS = 'new@example.com';

const FACTS: { readonly [Kind in LetterKind]: (links: Links) => Extract<LetterFacts, { kind: Kind }> } = {
  welcome: (links) => ({ kind: 'welcome', link: links.confirmEmail(TOKEN), hours: CONFIRMATION_TTL / 3_600 }),
  confirm_address: (links) => ({ kind: 'confirm_address', link: links.confirmEmail(TOKEN), hours: CONFIRMATION_TTL / 3_600 }),
  recover_password: (links) => ({
    kind: 'recover_password',
    link: links.chooseNewPassword(TOKEN),
    minutes: RECOVERY_TTL / 60,
    code: 'K7MR-2XQD',
    codeMinutes: RECOVERY_CODE_TTL / 60,
    approveLink: links.recoveryRequest(TOKEN),
  }),
  password_changed: () => ({ kind: 'password_changed', at: AT }),
  new_device: (links) => ({
    kind: 'new_device',
    device: 'Firefox on Linux',
    at: AT,
    ip: '203.0.113.7',
    place: 'Oslo',
    link: links.notMe(TOKEN),
    days: DENIAL_TTL / 86_400,
  }),
  account_exists: (links) => ({ kind: 'account_exists', link: links.recover() }),
  address_change_notice: (links) => ({
    kind: 'address_change_notice',
    newAddress: NEW_ADDRESS,
    undo: { link: links.undoEmailChange(TOKEN), hours: UNDO_TTL / 3_600 },
  }),
  address_restored: () => ({ kind: 'address_restored' }),
  address_changed: () => ({ kind: 'address_changed', newAddress: NEW_ADDRESS }),
};

export const LETTER_KINDS = Object.keys(FACTS) as LetterKind[];

/** A letter with made-up facts, as full as its kind can be. */
export function sampleLetter(kind: LetterKind, locale: Locale, links: Links): Letter {
  return { to: 'ann@example.com', name: 'Ann Lee', locale, ...FACTS[kind](links) };
}
