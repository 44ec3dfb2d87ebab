import { APIS, type Line, line, NO_ID, on, TARGETS } from './line';

const PASSWORDS = 'password-attacks.e2e-spec.ts';
const RECOVERY = 'recovery.attack-spec.ts';
const FORMS = 'pages.attack-spec.ts';
const CHOSEN_ON_PAGE = ['password-screening.e2e-spec.ts#the page of a mailed link says why, and the link still works'];
const TO_THE_LETTER = [`${FORMS}#2 and 4: %s are a password, to the letter`];
const FROM_ENVIRONMENT = [
  'load-config.spec.ts#refuses a short and a placeholder secret without repeating them',
  'token-claims.e2e-spec.ts#a key or secret that is too short or made up (RFC 7518, 3.2; ASVS 6.3.2)',
];
const NO_CURRENT = 'The format asks for no current password: its token is enough.';
const HUNG = [
  'mail-server.faults-spec.ts#12: a server that hangs delays no answer, known and unknown addresses are answered alike, and the service stays ready',
];
const IN_COOLDOWN = [`${RECOVERY}#13: asked for again in the cooldown tells the same of known, unknown and disabled addresses`];

/** Lines 1 to 14. */
export const CREDENTIALS: readonly Line[] = [
  line(1, 'too short a password is refused', {
    ...on(APIS, [`${PASSWORDS}#1: one character too short is refused, the shortest is taken`]),
    pages: ['pages-recover.e2e-spec.ts#a refused password (%.10s) is told why on the form again, and the link stays good'],
  }),
  line(2, '64 characters, emoji, spaces are taken', { ...on(APIS, [`${PASSWORDS}#2: %s are taken as they are`]), pages: TO_THE_LETTER }),
  line(3, 'over the limit is refused; passwords that differ after byte 72 are different', {
    ...on(APIS, [`${PASSWORDS}#3: 129 characters are refused; what differs only after byte 72 is another password`]),
    pages: [`${FORMS}#3: 129 characters are refused; what differs only after byte 72 is another password`],
  }),
  line(4, 'a trimmed or case-changed password fails', {
    ...on(APIS, [`${PASSWORDS}#4: trimmed or in another case fails, also with the server’s own words for any other wrong one`]),
    pages: TO_THE_LETTER,
  }),
  line(5, 'a common password is refused natively, with the reason', {
    ...on(APIS, [`${PASSWORDS}#5: a legacy format keeps its documented rules`, `${PASSWORDS}#5: %s is refused with the reason, and nothing is used up`]),
    pages: CHOSEN_ON_PAGE,
  }),
  line(6, 'NFC and NFD forms of a password sign in alike', {
    ...on(APIS, [`${PASSWORDS}#6: is the same in composed and in decomposed form`]),
    pages: [`${FORMS}#6: a password is the same in composed and in decomposed form`],
  }),
  line(7, 'no change without the current password', {
    native: ['native-passwords.e2e-spec.ts#with %s changes nothing'],
    ...on(['mixapp', 'uprogress'], NO_CURRENT),
    amadis: ['changepassword-faults.http#no old password', 'changepassword-faults.http#a wrong old password'],
    appmixer: ['change-password.http#a wrong old password', 'change-password.http#nothing said'],
    pages: 'Pages set a password with a mailed link alone.',
  }),
  line(
    8,
    'a legacy hash is rehashed; an absurd cost is refused before it is computed',
    on(TARGETS, 'Hashes of other schemes cannot be imported yet; every stored hash is ours.'),
  ),
  line(9, 'placeholder secrets do not start in production', on(TARGETS, FROM_ENVIRONMENT)),
  line(10, 'unknown, wrong and disabled fail alike', {
    ...on(APIS, ['transport.attack-spec.ts#10: a sign-in fails alike for an unknown, a wrong and a disabled account: status, headers and body']),
    pages: ['pages-sessions-attacks.e2e-spec.ts#fails alike for an unknown, a wrong and a disabled account'],
  }),
  line(
    11,
    'an unknown account costs the time of a known one',
    on(TARGETS, 'Times are measured, not tested: npm run bench -- enumeration. What decides them, the decoy hash, is one service for all APIs.'),
  ),
  line(12, 'recovery while the mail server hangs: the same answer, the same time', {
    ...on(['native', 'mixapp', 'uprogress', 'appmixer', 'pages'], HUNG),
    amadis: 'A reset by Amadis mails no link: it returns the password to the holder of a service key.',
  }),
  line(13, 'repeated recovery: known and unknown look alike', {
    ...on(['native', 'mixapp', 'uprogress', 'appmixer', 'pages'], IN_COOLDOWN),
    amadis: ['resetpassword-safe.http#an unknown address is no different'],
  }),
  line(14, 'another person’s id and a missing id: the same 404', {
    native: ['native-sessions.e2e-spec.ts#of another person, unknown ones and what is no id give the same 404, and stay'],
    mixapp: NO_ID,
    uprogress: ['authorizations.http#may not end it', 'authorizations.http#one that was never there'],
    amadis: NO_ID,
    // Whose an id is, or whether it is anybody's, is told to an admin alone.
    appmixer: ['appmixer-users.e2e-spec.ts#need the scope admin, also of whom they are about, and of one whose token names it still'],
    pages: ['pages-sessions-attacks.e2e-spec.ts#with another person’s session, an unknown one or no id at all ends nothing, and all look alike'],
  }),
];
