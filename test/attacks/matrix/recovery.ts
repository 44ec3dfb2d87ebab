import { type Cell, type Line, line, NO_MAIL_LINK } from './line';

const RECOVERY = 'native-recovery.e2e-spec.ts';
const UPROGRESS = 'uprogress-recovery.e2e-spec.ts';
const FORGOT = 'forgot-password.http';
const NO_CHANGE_OF_ADDRESS = 'The format cannot change an address.';
const PRE_REGISTRATION: Cell = [
  'pre-registration.e2e-spec.ts#an account registered in advance through %s is worth nothing once the victim has confirmed the address',
];

/** Lines 15 to 30. */
export const RECOVERY_LINES: readonly Line[] = [
  line(15, 'a forged Host moves no link', [`${RECOVERY}#leads to the configured origin, whatever Host was claimed`], {
    mixapp: ['mixapp-credentials.e2e-spec.ts#links keep the configured origin, whatever Host is sent'],
    uprogress: [`${UPROGRESS}#safe: the links keep the configured origin, whatever Host the request has; without a web app they lead to our own page`],
    amadis: NO_MAIL_LINK,
    pages: ['pages-hostile.e2e-spec.ts#a forged Host or X-Forwarded-Host moves no link'],
  }),
  line(16, '`email` as array, twice, comma list: refused, no mail', [`${RECOVERY}#with %s is refused`], {
    mixapp: ['repair-faults.http#two addresses in one', 'repair-faults.http#a list of addresses'],
    uprogress: ['restore-password-faults.http#several addresses are none', 'restore-password-faults.http#a list of addresses is none'],
    amadis: ['amadis-input.e2e-spec.ts#in %s is refused', 'amadis-input.e2e-spec.ts#in %s of a form is refused'],
    appmixer: [`${FORGOT}#several addresses`, 'appmixer-hostile-input.e2e-spec.ts#fields as lists and trees in a form'],
    pages: ['pages-hostile.e2e-spec.ts#`email` as an array, twice, a list or with a line end is refused, and no mail leaves'],
  }),
  line(
    17,
    'a token {}, [], null, "" is refused',
    [`${RECOVERY}#refuses what is no token, a token for something else, and a bad password, which spends nothing`],
    {
      mixapp: ['repair-faults.http#a token that is none', 'repair-faults.http#a token with a null character'],
      uprogress: ['restore-password-faults.http#with a list for a token', 'restore-password-faults.http#with an empty token'],
      amadis: NO_MAIL_LINK,
      appmixer: [`${FORGOT}#a code that never was one`, `${FORGOT}#nothing said`],
      pages: ['pages-hostile.e2e-spec.ts#opened with %.30s says that the link is dead'],
    },
  ),
  line(18, 'a used token is refused', [`${RECOVERY}#works once`], {
    mixapp: ['mixapp-credentials.e2e-spec.ts#of sixteen uses of one repair token at once, one succeeds'],
    uprogress: ['restore-password-faults.http#a token that was used'],
    amadis: NO_MAIL_LINK,
    appmixer: [`${FORGOT}#works once`],
    pages: ['pages-recover.e2e-spec.ts#a used link is told to be dead, by opening and by posting it, and another can be asked for'],
  }),
  line(19, '16 parallel uses: exactly one success', [`${RECOVERY}#by 16 callers at once works for exactly one`], {
    mixapp: ['mixapp-credentials.e2e-spec.ts#of sixteen uses of one repair token at once, one succeeds'],
    uprogress: [`${UPROGRESS}#of sixteen callers with one token exactly one succeeds`],
    amadis: NO_MAIL_LINK,
    appmixer: ['appmixer.e2e-spec.ts#lets one of 16 callers at once spend a mailed code'],
    pages: ['pages-not-me.e2e-spec.ts#a link works once: a second press, and 8 at once, get one new password form in all'],
  }),
  line(
    20,
    'a change of password or address kills outstanding links',
    [`${RECOVERY}#clears everything else that was mailed, but for the undo of a change of address`],
    {
      mixapp: ['mixapp-credentials.e2e-spec.ts#a token for another purpose resets nothing, and a newer password ends the link'],
      uprogress: ['restore-password-faults.http#a token from before the reset'],
      amadis: ['amadis.e2e-spec.ts#kills the recovery link that was mailed before'],
    },
  ),
  line(21, 'a token past its life is refused', [`${RECOVERY}#ends 30 minutes after the mail`], {
    mixapp: ['repair-faults.http#past its life'],
    uprogress: ['restore-password-faults.http#a token that has expired'],
    amadis: NO_MAIL_LINK,
    pages: ['pages-recover.e2e-spec.ts#a link past its thirty minutes is dead'],
  }),
  line(22, 'the mailed token is nowhere in the database', [
    'secret-strength.e2e-spec.ts#the token of a mailed link: 256, which is all that opens it',
    'native-recovery-code.e2e-spec.ts#is nowhere in the database, nor is its plain digest',
  ]),
  line(23, 'after a reset every session is dead, a notice is mailed, nobody is signed in', [
    `${RECOVERY}#ends every session, confirms the address, tells the person, and signs nobody in`,
    'journey.e2e-spec.ts#resets the password by mail, and every session is dead in its own words',
  ]),
  line(
    24,
    'opening a link spends nothing',
    ['mixapp-credentials.e2e-spec.ts#the mailed link leads to our page; looking at it or at the route, three times, spends nothing'],
    {
      amadis: NO_MAIL_LINK,
      pages: ['pages-recover.e2e-spec.ts#a mail scanner that opens the link changes nothing'],
    },
  ),
  line(
    25,
    'a token of one purpose is refused for another',
    [`${RECOVERY}#refuses what is no token, a token for something else, and a bad password, which spends nothing`],
    {
      mixapp: ['mixapp-credentials.e2e-spec.ts#a token for another purpose resets nothing, and a newer password ends the link'],
      uprogress: [`${UPROGRESS}#safe: no other door takes the returned token, not even when it was approved`],
      amadis: NO_MAIL_LINK,
      appmixer: ['appmixer.e2e-spec.ts#does not take the code of one purpose for another'],
      pages: ['pages-recover.e2e-spec.ts#a token of another purpose is not taken'],
    },
  ),
  line(
    26,
    'parallel changes of address confirm no unseen one',
    ['pages-confirm-email.e2e-spec.ts#a change to an address that another account took meanwhile is refused, the old address stays'],
    {
      mixapp: NO_CHANGE_OF_ADDRESS,
      amadis: NO_CHANGE_OF_ADDRESS,
      appmixer: NO_CHANGE_OF_ADDRESS,
    },
  ),
  line(27, 'an account registered in advance is worth nothing', PRE_REGISTRATION, {
    pages: ['pages-confirm-email.e2e-spec.ts#with a new password every session ends, so an account that somebody made in advance is worth nothing to them'],
  }),
  line(28, 'look-alike letters: mail goes to the stored address alone', [`${RECOVERY}#mails to the stored address alone, not to one that looks alike`]),
  line(29, 'quotes and line ends in an address are refused', [`${RECOVERY}#with %s is refused`], {
    mixapp: ['repair-faults.http#an address with a line break'],
    uprogress: ['uprogress-input.e2e-spec.ts#in %s is refused'],
    amadis: ['amadis-input.e2e-spec.ts#in %s is refused'],
    appmixer: ['appmixer-hostile-input.e2e-spec.ts#%s of another type, or with what no text may hold'],
    pages: ['pages-hostile.e2e-spec.ts#`email` as an array, twice, a list or with a line end is refused, and no mail leaves'],
  }),
  line(30, 'no redirect to another host', 'No route of the API redirects.', {
    pages: ['pages-doors.e2e-spec.ts#nothing in a request leads to %s'],
  }),
];
