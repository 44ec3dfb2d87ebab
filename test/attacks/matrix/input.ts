import { type Line, line } from './line';

const ANY = 'any-input.attack-spec.ts#$name answers as documented, and stores nothing where it refuses';
const OUTSIDE = 'transport.attack-spec.ts';
const PAGES = 'pages-hostile.e2e-spec.ts';
const UNREADABLE = [`${PAGES}#posted with %.30s as %j is refused on a page`];
const native = (title: string) => `native-input.e2e-spec.ts#${title}`;
const HEADERS_OF_PAGES = [`${PAGES}#%s is a page that is not kept, tells nobody its address and runs nothing`];

/** Lines 45 to 58. */
export const INPUT_LINES: readonly Line[] = [
  line(45, 'fields that nobody may set are ignored', [native('keys that nobody may set are ignored, and HTML in names is inert')], {
    mixapp: ['mixapp-input.e2e-spec.ts#what no caller may set is ignored'],
    uprogress: ['uprogress-input.e2e-spec.ts#are ignored, and HTML in a name is inert in the mail'],
    amadis: ['amadis-input.e2e-spec.ts#keys of other APIs are ignored, and HTML in a name is inert in the mail'],
    appmixer: ['appmixer.e2e-spec.ts#stores an admin’s scopes and metadata also while anybody may register, and nobody else’s'],
    pages: 'A page sets one password or confirms one address; it reads no other field.',
  }),
  line(46, 'objects, lists and numbers for text: 4xx', [ANY, native('in %s is refused')], {
    pages: ['pages-doors.e2e-spec.ts#a sign-in with %j in its fields lacks them', `${PAGES}#posted with %s changes nothing`],
  }),
  line(47, 'a null or absent id is never the first row', [ANY], { pages: [`${PAGES}#opened with %.30s says that the link is dead`] }),
  line(48, 'operator objects, sorting by a password column: 4xx', [ANY], { pages: ['pages-doors.e2e-spec.ts#a sign-in with %j in its fields lacks them'] }),
  line(49, 'a null character in any field: 4xx', [ANY, native('in %s is refused')], {
    pages: ['pages-doors.e2e-spec.ts#signing in as %j is refused, and the words are inert on the page'],
  }),
  line(50, '__proto__ and constructor: no pollution', [ANY, native('that is no object, or one that nobody writes, is refused')], { pages: UNREADABLE }),
  line(51, 'duplicate keys, wrong content type: 4xx', [ANY, native('of a media type that is not taken is refused')], { pages: UNREADABLE }),
  line(
    52,
    'parallel registrations of one address make one account',
    ['native-users.e2e-spec.ts#of one address in different case by 100 callers at once makes one account, and nothing fails'],
    {
      mixapp: ['mixapp-credentials.e2e-spec.ts#of a hundred registrations of one address at once, in different case, one succeeds'],
      uprogress: ['uprogress-input.e2e-spec.ts#of one address in different case, twenty at once, make one account'],
      amadis: ['amadis.e2e-spec.ts#of one address in different case by 100 callers at once makes one account with one secret'],
      appmixer: ['appmixer.e2e-spec.ts#makes one account of 100 registrations of one address at once'],
      pages: 'Nobody registers on a page.',
    },
  ),
  line(53, 'templates and HTML in names are inert', [native('keys that nobody may set are ignored, and HTML in names is inert')], {
    mixapp: ['mixapp-input.e2e-spec.ts#templates and HTML in a name are text, in the answer and in the mail'],
    uprogress: ['uprogress-input.e2e-spec.ts#are ignored, and HTML in a name is inert in the mail'],
    amadis: ['amadis-input.e2e-spec.ts#keys of other APIs are ignored, and HTML in a name is inert in the mail'],
    appmixer: 'A new account of the format has no name; its user name is in no mail.',
    pages: [`${PAGES}#hostile words are inert on the page and in the mail`],
  }),
  line(54, 'no stack, statement or version in an answer', [`${OUTSIDE}#54: a failure of ours shows no statement, no stack and no program`, ANY], {
    pages: ['page.spec.ts#a failure on a page is a page, told with the status and the headers of one'],
  }),
  line(
    55,
    'no-store, nosniff, HSTS behind TLS, a strict policy on pages',
    [
      `${OUTSIDE}#55: what it answers is not to be kept, sniffed, framed or run, success or failure`,
      `${OUTSIDE}#55: with a token or personal data are not to be kept; behind TLS browsers stay there`,
    ],
    { amadis: [`${OUTSIDE}#55: what it answers is not to be kept, sniffed, framed or run, success or failure`], pages: HEADERS_OF_PAGES },
  ),
  line(56, 'a foreign origin is not reflected', [`${OUTSIDE}#56: a foreign origin is not reflected, and may never send credentials of the browser`], {
    pages: ['pages-sessions-attacks.e2e-spec.ts#%s changes nothing'],
  }),
  line(57, 'TRACE is refused', [`${OUTSIDE}#57: TRACE and other methods echo nothing`], { pages: ['pages-doors.e2e-spec.ts#knows no %s'] }),
  line(58, 'another way to write a path: the same guards and limits', [`${OUTSIDE}#58: has the same guards and spends the same budget`], {
    pages: ['pages-doors.e2e-spec.ts#spelt %s is the same page or none'],
  }),
];
