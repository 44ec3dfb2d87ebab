import { APIS_WITH_SESSIONS, DIALECTS_WITH_SESSIONS, type Line, line, NO_ID, NO_REFRESH, NO_SESSION, on, TARGETS } from './line';

const SESSIONS = 'sessions.attack-spec.ts';
const TOKENS = 'tokens.attack-spec.ts';
const FORGED = 'token-attacks.e2e-spec.ts';
const CLAIMS = 'token-claims.e2e-spec.ts';
const REFRESH = 'native-refresh.e2e-spec.ts';
const STRENGTH = 'secret-strength.e2e-spec.ts';
const ON_PAGE = 'pages-sessions-attacks.e2e-spec.ts';
const ENDED_ON_PAGE = ['pages-sessions.e2e-spec.ts#a new password and a disabled account end it, too'];
const COOKIE_IS_OPAQUE = [`${ON_PAGE}#takes no other token, and none that is altered`];
const COOKIE_STAYS = 'A page’s cookie is not rotated.';
const SAME_ROWS = 'A page’s session is one of the native API: the same rows, the same look-up.';
const START = [`${CLAIMS}#a key or secret that is too short or made up (RFC 7518, 3.2; ASVS 6.3.2)`, `${CLAIMS}#in the key ring stops the start`];

/** Lines 31 to 44. */
export const SESSION_LINES: readonly Line[] = [
  line(31, 'sign-out: access and refresh both dead', {
    native: ['native-sign-in.e2e-spec.ts#ends the session: access and refresh tokens are dead', `${SESSIONS}#31: is dead everywhere once it was ended`],
    ...on(DIALECTS_WITH_SESSIONS, [`${SESSIONS}#31: is dead everywhere once it was ended`]),
    amadis: NO_SESSION,
    pages: ['pages-sessions.e2e-spec.ts#signing out ends the session; its cookie is worth nothing afterwards'],
  }),
  line(32, 'disabled, deleted, demoted: effective at the next request, on every instance', {
    ...on(APIS_WITH_SESSIONS, [
      `${SESSIONS}#32: is dead at the next request once the account is disabled, and the account signs in nowhere`,
      `${SESSIONS}#32: is dead at the next request once the account is deleted`,
      'session-attacks.e2e-spec.ts#demotion: the scope is gone, though the token still names it (ASVS 7.4.2)',
      'cli-accounts.e2e-spec.ts#takes a scope away: what needed it is refused at the next request and to the next token',
    ]),
    amadis: ['amadis.e2e-spec.ts#answers a wrong password, an unknown address and a disabled account alike, and changes nothing'],
    pages: ENDED_ON_PAGE,
  }),
  line(33, 'ending another person’s session: 404', {
    native: ['native-sessions.e2e-spec.ts#of another person, unknown ones and what is no id give the same 404, and stay'],
    mixapp: NO_ID,
    uprogress: ['authorizations.http#may not end it'],
    amadis: NO_SESSION,
    appmixer: 'No route of the format takes the id of a session; those that take a person’s are an admin’s.',
    pages: [`${ON_PAGE}#with another person’s session, an unknown one or no id at all ends nothing, and all look alike`],
  }),
  line(34, 'nothing extends the absolute lifetime', {
    native: [`${REFRESH}#never extends the absolute life, and the access token ends with the session`],
    mixapp: ['mixapp-sessions.e2e-spec.ts#it lives a year with use, and ninety days without'],
    uprogress: ['uprogress-tokens.e2e-spec.ts#an unused token expires after 90 days, a used one after a year'],
    amadis: NO_SESSION,
    appmixer: ['appmixer/tokens.http#after thirty days'],
    pages: ['pages-sessions.e2e-spec.ts#a session that is ended elsewhere, or past its idle or absolute end, is dead on the page at once'],
  }),
  line(35, 'parallel sign-ins never pass the cap', {
    ...on(APIS_WITH_SESSIONS, [`${SESSIONS}#35: is one of at most MAX_SESSIONS_PER_USER, however many sign in at once`]),
    amadis: NO_SESSION,
    pages: ['pages-sessions.e2e-spec.ts#whoever signs in again in one browser has one session there'],
  }),
  line(36, 'refresh and sign-in racing a reset: no living session after it', {
    native: [
      `${REFRESH}#racing a password reset leaves no living session`,
      `${SESSIONS}#36: is dead after a reset of the password, though others signed in with the old one meanwhile`,
    ],
    ...on(DIALECTS_WITH_SESSIONS, [`${SESSIONS}#36: is dead after a reset of the password, though others signed in with the old one meanwhile`]),
    amadis: ['amadis.e2e-spec.ts#of one old password by 8 callers at once succeeds once'],
    pages: ENDED_ON_PAGE,
  }),
  line(37, 'revoked stays revoked after a restart', {
    ...on(APIS_WITH_SESSIONS, [`${SESSIONS}#37: an ended session stays dead, and a living one lives`]),
    amadis: NO_SESSION,
    pages: SAME_ROWS,
  }),
  line(38, '`none`, algorithm swaps, jku, jwk and kid tricks: refused', {
    native: [
      `${FORGED}#is refused without a signature: alg %s`,
      `${FORGED}#is refused with a key that it brings along, and nothing is fetched (RFC 8725, 3.10)`,
      `${FORGED}#is refused whatever its kid is made to name (CVE-2018-0114; PortSwigger’s kid tricks)`,
    ],
    ...on(DIALECTS_WITH_SESSIONS, [
      `${TOKENS}#38: is refused without a signature, under another algorithm, or with a key that it names or brings`,
      `${TOKENS}#38: is refused when anything in it was altered`,
    ]),
    amadis: NO_SESSION,
    pages: COOKIE_IS_OPAQUE,
  }),
  line(39, 'one kind of token is refused as another', {
    native: [`${CLAIMS}#is refused, and the session lives on`, 'native-tokens.e2e-spec.ts#is no refresh token, nor the reverse'],
    ...on(DIALECTS_WITH_SESSIONS, [`${TOKENS}#39: is no refresh token, and none of another kind or API stands in for it`]),
    amadis: ['amadis-settings.e2e-spec.ts#an access token is no service key'],
    pages: [`${ON_PAGE}#opens no API, by itself or as a token`],
  }),
  line(40, 'wrong audience or issuer, no exp, future nbf: refused', {
    native: [`${CLAIMS}#claims with the real key’s signature`, 'native-tokens.e2e-spec.ts#ends after 15 minutes, though its session lives on'],
    ...on(DIALECTS_WITH_SESSIONS, [
      `${TOKENS}#40: is refused for another audience or none, without an end, past it, or before its time`,
      `${TOKENS}#40: is refused for another person’s session, another generation, or claims that are missing`,
    ]),
    amadis: NO_SESSION,
    pages: COOKIE_IS_OPAQUE,
  }),
  line(41, 'keys too short: no start', on(TARGETS, START)),
  line(42, 'replay after rotation and grace ends the session', {
    native: [`${REFRESH}#ends the session when a token comes again later`],
    ...on(DIALECTS_WITH_SESSIONS, NO_REFRESH),
    amadis: NO_SESSION,
    pages: COOKIE_STAYS,
  }),
  line(43, 'parallel refreshes: one lineage, no honest sign-out', {
    native: [
      `${REFRESH}#by 20 callers at once gives one lineage and ends nothing`,
      'refresh-races.e2e-spec.ts#gives every caller the same successor, again and again, and ends nobody’s session',
    ],
    ...on(DIALECTS_WITH_SESSIONS, NO_REFRESH),
    amadis: NO_SESSION,
    pages: COOKIE_STAYS,
  }),
  line(44, 'every secret has 128 bits or a MAC under such a key', {
    native: [
      `${STRENGTH}#the keys of the ring: P-256, and 256 for MACs`,
      `${STRENGTH}#the MAC of a refresh token: 256`,
      `${STRENGTH}#the token of a mailed link: 256, which is all that opens it`,
    ],
    // Their tokens have a MAC under the ring's keys; what they mail is what the native API mails.
    ...on(DIALECTS_WITH_SESSIONS, [
      `${STRENGTH}#the keys of the ring: P-256, and 256 for MACs`,
      `${STRENGTH}#the token of a mailed link: 256, which is all that opens it`,
    ]),
    amadis: [
      'amadis.e2e-spec.ts#gives everybody a secret of their own, kept sealed for them alone',
      `${STRENGTH}#a generated password`,
      `${STRENGTH}#a service key: 256 behind a prefix that scanners find`,
    ],
    pages: [
      `${ON_PAGE}#on loopback HTTP has a plain name; it is HttpOnly, SameSite, and goes with the browser`,
      `${STRENGTH}#the key of a session’s refresh tokens: 256, and sealed in the store`,
    ],
  }),
];
