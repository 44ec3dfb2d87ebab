import { APIS, type Line, line, NO_MAIL_LINK, on } from './line';

const DOORS = 'recovery.attack-spec.ts';
const NATIVE = 'native-recovery.e2e-spec.ts';
const UPROGRESS = 'uprogress-recovery.e2e-spec.ts';
const AMADIS = 'amadis.e2e-spec.ts';
const EMAIL_CHANGE = 'email-change.e2e-spec.ts';
const FORGOT = 'forgot-password.http';
const PAGES = 'pages-hostile.e2e-spec.ts';
const NO_CHANGE_OF_ADDRESS = 'The format cannot change an address.';

/** All that take a mailed token. */
const WITH_LINK = ['native', 'mixapp', 'uprogress', 'appmixer', 'pages'] as const;
/** A test of recovery that is run through each of them. */
const throughAll = (title: string, amadis: readonly string[] | string) => ({ ...on(WITH_LINK, [`${DOORS}#${title}`]), amadis });
/** The same, beside what one of them has besides. */
const also = (title: string, ...others: string[]) => [`${DOORS}#${title}`, ...others];

const KILLED = '20: a change of the password or of the address kills the link';
const PAST_ITS_LIFE = '21: thirty minutes after the mail its token is refused, a moment before it is not';
const NOWHERE = '22: nothing in a dump of the database is a token that was mailed or returned';
const DUMPED = 'mail-secrets.faults-spec.ts#a full dump, taken after every kind of mail was requested, holds nothing that works in one';

/** Lines 15 to 30. */
export const RECOVERY_LINES: readonly Line[] = [
  line(15, 'a forged Host moves no link', throughAll('15: a forged Host moves no link', NO_MAIL_LINK)),
  line(16, '`email` as array, twice, comma list: refused, no mail', {
    native: [`${NATIVE}#with %s is refused`, 'native-input.e2e-spec.ts#in %s of a form is refused'],
    mixapp: ['repair-faults.http#two addresses in one', 'repair-faults.http#a list of addresses', 'mixapp-input.e2e-spec.ts#%s makes the body malformed'],
    uprogress: [
      'restore-password-faults.http#several addresses are none',
      'restore-password-faults.http#a list of addresses is none',
      'uprogress-input.e2e-spec.ts#in %s of a form is refused',
    ],
    amadis: ['amadis-input.e2e-spec.ts#in %s is refused', 'amadis-input.e2e-spec.ts#in %s of a form is refused'],
    appmixer: [
      `${FORGOT}#several addresses`,
      'appmixer-hostile-input.e2e-spec.ts#a key twice',
      'appmixer-hostile-input.e2e-spec.ts#fields as lists and trees in a form',
    ],
    pages: [`${PAGES}#\`email\` as an array, twice, a list or with a line end is refused, and no mail leaves`],
  }),
  line(17, 'a token {}, [], null, "" is refused', {
    native: [`${NATIVE}#refuses what is no token, a token for something else, and a bad password, which spends nothing`],
    mixapp: ['repair-faults.http#a token that is none', 'repair-faults.http#a token with a null character'],
    uprogress: ['restore-password-faults.http#with a list for a token', 'restore-password-faults.http#with an empty token'],
    amadis: NO_MAIL_LINK,
    appmixer: [
      'appmixer-hostile-input.e2e-spec.ts#%s of another type, or with what no text may hold',
      `${FORGOT}#a code that never was one`,
      `${FORGOT}#nothing said`,
    ],
    pages: [`${PAGES}#opened with %.30s says that the link is dead`, `${PAGES}#posted with %s changes nothing`],
  }),
  line(18, 'a used token is refused', {
    native: [`${NATIVE}#works once`],
    mixapp: ['repair.http#a token works once'],
    uprogress: ['restore-password-faults.http#a token that was used'],
    amadis: NO_MAIL_LINK,
    appmixer: [`${FORGOT}#works once`],
    pages: ['pages-recover.e2e-spec.ts#a used link is told to be dead, by opening and by posting it, and another can be asked for'],
  }),
  line(19, '16 parallel uses: exactly one success', {
    native: [`${NATIVE}#by 16 callers at once works for exactly one`],
    mixapp: ['mixapp-credentials.e2e-spec.ts#of sixteen uses of one repair token at once, one succeeds'],
    uprogress: [`${UPROGRESS}#of sixteen callers with one token exactly one succeeds`],
    amadis: NO_MAIL_LINK,
    appmixer: ['appmixer.e2e-spec.ts#lets one of 16 callers at once spend a mailed code'],
    pages: ['pages-not-me.e2e-spec.ts#a link works once: a second press, and 8 at once, get one new password form in all'],
  }),
  line(20, 'a change of password or address kills outstanding links', {
    native: also(
      KILLED,
      `${NATIVE}#is over once the password was changed otherwise`,
      `${NATIVE}#clears everything else that was mailed, but for the undo of a change of address`,
      `${EMAIL_CHANGE}#leaves no older link of the account working`,
    ),
    mixapp: also(KILLED, 'mixapp-credentials.e2e-spec.ts#a token for another purpose resets nothing, and a newer password ends the link'),
    uprogress: also(KILLED, 'restore-password-faults.http#a token from before the reset'),
    amadis: [`${AMADIS}#kills the recovery link that was mailed before`],
    appmixer: also(KILLED),
    pages: also(KILLED, 'pages.attack-spec.ts#20: a form that was open while the password was changed elsewhere changes it no more'),
  }),
  line(21, 'a token past its life is refused', throughAll(PAST_ITS_LIFE, NO_MAIL_LINK)),
  line(22, 'the mailed token is nowhere in the database', {
    ...on(['mixapp', 'appmixer'], also(NOWHERE)),
    native: also(NOWHERE, DUMPED, 'native-recovery-code.e2e-spec.ts#is nowhere in the database, nor is its plain digest'),
    uprogress: also(NOWHERE, DUMPED),
    amadis: NO_MAIL_LINK,
    pages: also(NOWHERE, 'pages.attack-spec.ts#22: nothing in a dump of the database is what a form or a cookie holds'),
  }),
  line(
    23,
    'after a reset every session is dead, a notice is mailed, nobody is signed in',
    throughAll('23: a reset ends every session, is told by mail, and signs nobody in', [
      `${AMADIS}#gives a password of at least 16 characters that signs in, and ends every session`,
    ]),
  ),
  line(24, 'opening a link spends nothing', throughAll('24: opening the link, as scanners of mail do, spends nothing', NO_MAIL_LINK)),
  line(25, 'a token of one purpose is refused for another', {
    native: [`${NATIVE}#refuses what is no token, a token for something else, and a bad password, which spends nothing`],
    mixapp: ['mixapp-credentials.e2e-spec.ts#a token for another purpose resets nothing, and a newer password ends the link'],
    uprogress: [`${UPROGRESS}#safe: no other door takes the returned token, not even when it was approved`],
    amadis: NO_MAIL_LINK,
    appmixer: ['appmixer.e2e-spec.ts#does not take the code of one purpose for another'],
    pages: ['pages-recover.e2e-spec.ts#a token of another purpose is not taken'],
  }),
  line(26, 'parallel changes of address confirm no unseen one', {
    native: [`${EMAIL_CHANGE}#confirms none but the address that the link was mailed to, in whatever order changes are asked for`],
    uprogress: [`${EMAIL_CHANGE}#confirms none but that address for UProgress, too, where a change goes with the profile`],
    ...on(['mixapp', 'amadis'], NO_CHANGE_OF_ADDRESS),
    appmixer: ['appmixer-users-update.e2e-spec.ts#changes the address: it is not confirmed, what was mailed is dead, and the sessions go on'],
    pages: [
      'pages-confirm-email.e2e-spec.ts#a change of the address happens when the new one is confirmed',
      'pages-confirm-email.e2e-spec.ts#a change to an address that another account took meanwhile is refused, the old address stays',
    ],
  }),
  line(27, 'an account registered in advance is worth nothing', {
    ...on(APIS, ['pre-registration.e2e-spec.ts#an account registered in advance through %s is worth nothing once the victim has confirmed the address']),
    pages: ['pages-confirm-email.e2e-spec.ts#with a new password every session ends, so an account that somebody made in advance is worth nothing to them'],
  }),
  line(
    28,
    'look-alike letters: mail goes to the stored address alone',
    throughAll('28: an address of look-alike letters has nothing mailed to itself', [
      `${DOORS}#28: gives no password for an address of look-alike letters`,
      'mail-address.spec.ts#has no letter that is an ASCII one when addresses are compared',
    ]),
  ),
  line(
    29,
    'quotes and line ends in an address are refused',
    throughAll('29: takes no address with quotes or line ends, and no list of them', [
      `${DOORS}#29: takes no address with quotes or line ends, and no list of them`,
    ]),
  ),
  line(30, 'no redirect to another host', {
    ...on(APIS, 'No route of the API redirects.'),
    pages: ['pages-doors.e2e-spec.ts#nothing in a request leads to %s'],
  }),
];
