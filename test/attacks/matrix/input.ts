import { APIS, APIS_WITH_SESSIONS, type Line, line, on } from './line';

const ANY = 'any-input.attack-spec.ts#$name answers as documented, and stores nothing where it refuses';
const NO_IDS = ['absent-ids.attack-spec.ts#47: without an id, or with a null for one, reaches nobody’s account'];
const OUTSIDE = 'transport.attack-spec.ts';
const PAGES = 'pages-hostile.e2e-spec.ts';
const PAGE_DOORS = 'pages-doors.e2e-spec.ts';
const UNREADABLE = [`${PAGES}#posted with %.30s as %j is refused on a page`];
const UNREADABLE_SIGN_IN = `${PAGE_DOORS}#a sign-in that is no form of ours (%.40s) is refused on a page`;
const WRONG_TYPES = [`${PAGE_DOORS}#a sign-in with %j in its fields lacks them`, `${PAGES}#posted with %s changes nothing`];
const HEADERS_OF_PAGES = [`${PAGES}#%s is a page that is not kept, tells nobody its address and runs nothing`];

const native = (title: string) => `native-input.e2e-spec.ts#${title}`;
const mixapp = (title: string) => `mixapp-input.e2e-spec.ts#${title}`;
const uprogress = (title: string) => `uprogress-input.e2e-spec.ts#${title}`;
const amadis = (title: string) => `amadis-input.e2e-spec.ts#${title}`;
const appmixer = (title: string) => `appmixer-hostile-input.e2e-spec.ts#${title}`;

/** Every field in turn holds each of a list of hostile values, operators and null characters among them; what is asserted is 4xx. */
const EVERY_FIELD = {
  native: [native('in %s is refused'), native('in %s of a form is refused'), ANY],
  mixapp: [mixapp('%s is no text'), mixapp('in a form, an object is no text'), ANY],
  uprogress: [uprogress('in %s is refused'), uprogress('in %s of a form is refused'), ANY],
  amadis: [amadis('in %s is refused'), amadis('in %s of a form is refused'), ANY],
  appmixer: [appmixer('%s of another type, or with what no text may hold'), appmixer('fields as lists and trees in a form'), ANY],
};
const NO_OBJECT = 'that is no object, or one that nobody writes, is refused';

const SPELLINGS = [
  `${OUTSIDE}#58: has the same guards and spends the same budget`,
  'flood-attacks.e2e-spec.ts#58: however the path is written, it is the same door with the same budget, or none',
];

/** Lines 45 to 58. */
export const INPUT_LINES: readonly Line[] = [
  line(45, 'fields that nobody may set are ignored', {
    native: [native('keys that nobody may set are ignored, and HTML in names is inert')],
    mixapp: [mixapp('what no caller may set is ignored')],
    uprogress: [uprogress('are ignored, and HTML in a name is inert in the mail')],
    amadis: [amadis('keys of other APIs are ignored, and HTML in a name is inert in the mail')],
    appmixer: ['appmixer.e2e-spec.ts#stores an admin’s scopes and metadata also while anybody may register, and nobody else’s'],
    pages: 'A page sets one password or confirms one address; it reads no other field.',
  }),
  line(46, 'objects, lists and numbers for text: 4xx', { ...EVERY_FIELD, pages: WRONG_TYPES }),
  line(47, 'a null or absent id is never the first row', {
    native: [...NO_IDS, 'absent-ids.attack-spec.ts#47: finds, counts, changes and removes nothing by %s'],
    ...on(['mixapp', 'uprogress', 'amadis', 'appmixer'], NO_IDS),
    pages: [
      `${PAGES}#opened with %.30s says that the link is dead`,
      `${PAGES}#posted with %s changes nothing`,
      'pages-sessions-attacks.e2e-spec.ts#with another person’s session, an unknown one or no id at all ends nothing, and all look alike',
    ],
  }),
  // Appmixer's list of accounts is the one route that sorts by what a caller names.
  line(48, 'operator objects, sorting by a password column: 4xx', {
    ...EVERY_FIELD,
    appmixer: [...EVERY_FIELD.appmixer, 'appmixer-users-list.e2e-spec.ts#48: refuses %.60s'],
    pages: WRONG_TYPES,
  }),
  line(49, 'a null character in any field: 4xx', {
    ...EVERY_FIELD,
    mixapp: [mixapp('%s makes the body malformed'), mixapp('in a form, %s makes the body malformed'), ANY],
    pages: [...UNREADABLE, UNREADABLE_SIGN_IN],
  }),
  line(50, '__proto__ and constructor: no pollution', {
    native: [native(NO_OBJECT), ANY],
    mixapp: [mixapp('%s makes the body malformed'), mixapp('in a form, a prototype is left out'), ANY],
    uprogress: [uprogress(NO_OBJECT), ANY],
    amadis: [amadis(NO_OBJECT), ANY],
    appmixer: [appmixer('keys that reach a prototype'), ANY],
    pages: ['pages.attack-spec.ts#50: keys that reach a prototype reach none'],
  }),
  line(51, 'duplicate keys, wrong content type: 4xx', {
    native: [native(NO_OBJECT), native('of a media type that is not taken is refused'), ANY],
    mixapp: [
      mixapp('%s makes the body malformed'),
      'mixapp/transport-faults.http#a field that comes twice in a form',
      'mixapp/transport-faults.http#another media type',
      ANY,
    ],
    uprogress: [uprogress(NO_OBJECT), uprogress('of another media type, of a megabyte or of ten thousand fields is refused'), ANY],
    amadis: [amadis(NO_OBJECT), amadis('of a media type that is not taken is refused'), ANY],
    appmixer: [appmixer('a key twice'), appmixer('another media type, and more than the route takes'), ANY],
    pages: [...UNREADABLE, UNREADABLE_SIGN_IN],
  }),
  line(52, 'parallel registrations of one address make one account', {
    native: ['native-users.e2e-spec.ts#of one address in different case by 100 callers at once makes one account, and nothing fails'],
    mixapp: ['mixapp-credentials.e2e-spec.ts#of a hundred registrations of one address at once, in different case, one succeeds'],
    uprogress: [uprogress('of one address in different case, a hundred at once, make one account')],
    amadis: ['amadis.e2e-spec.ts#of one address in different case by 100 callers at once makes one account with one secret'],
    appmixer: ['appmixer.e2e-spec.ts#makes one account of 100 registrations of one address at once'],
    pages: 'Nobody registers on a page.',
  }),
  line(53, 'templates and HTML in names are inert', {
    native: [native('keys that nobody may set are ignored, and HTML in names is inert')],
    mixapp: [mixapp('templates and HTML in a name are text, in the answer and in the mail')],
    uprogress: [uprogress('are ignored, and HTML in a name is inert in the mail')],
    amadis: [amadis('keys of other APIs are ignored, and HTML in a name is inert in the mail')],
    appmixer: 'A new account of the format has no name; its user name is in no mail.',
    pages: [`${PAGES}#hostile words are inert on the page and in the mail`],
  }),
  line(54, 'no stack, statement or version in an answer', {
    ...on(APIS, [`${OUTSIDE}#54: a failure of ours shows no statement, no stack and no program`, ANY]),
    pages: ['page.spec.ts#a failure on a page is a page, told with the status and the headers of one'],
  }),
  line(55, 'no-store, nosniff, HSTS behind TLS, a strict policy on pages', {
    ...on(
      ['native', 'mixapp', 'uprogress', 'appmixer'],
      [
        `${OUTSIDE}#55: what it answers is not to be kept, sniffed, framed or run, success or failure`,
        `${OUTSIDE}#55: with a token or personal data are not to be kept; behind TLS browsers stay there`,
      ],
    ),
    amadis: [`${OUTSIDE}#55: what it answers is not to be kept, sniffed, framed or run, success or failure`],
    pages: HEADERS_OF_PAGES,
  }),
  line(56, 'a foreign origin is not reflected', {
    ...on(APIS, [`${OUTSIDE}#56: a foreign origin is not reflected, and may never send credentials of the browser`]),
    pages: ['pages-sessions-attacks.e2e-spec.ts#%s changes nothing'],
  }),
  line(57, 'TRACE is refused', { ...on(APIS, [`${OUTSIDE}#57: TRACE and other methods echo nothing`]), pages: [`${PAGE_DOORS}#knows no %s`] }),
  line(58, 'another way to write a path: the same guards and limits', {
    ...on(APIS_WITH_SESSIONS, [...SPELLINGS, 'request-targets.e2e-spec.ts#is answered by %s as without: the token good, none, and one of another API']),
    amadis: SPELLINGS,
    pages: [`${PAGE_DOORS}#spelt %s is the same page or none`],
  }),
];
