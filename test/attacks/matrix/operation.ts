import { APIS, APIS_WITH_SESSIONS, type Line, line, NO_SESSION, on, TARGETS } from './line';

const OUTSIDE = 'transport.attack-spec.ts';
const LIMITS = 'throttling-attacks.e2e-spec.ts';
const ONE_BUDGET = 'One budget for all doors, below the APIs';
const PAGE_BUDGET = ['pages-sessions-attacks.e2e-spec.ts#spends the budget that the APIs spend'];
const UNREADABLE_PAGE = ['pages-hostile.e2e-spec.ts#posted with %.30s as %j is refused on a page'];
const TOO_LARGE = 'flood-attacks.e2e-spec.ts#65: a body of a megabyte is refused before it is read';
const MAILS = [
  'flood-attacks.e2e-spec.ts#64: a hundred recoveries of one address, by all APIs and the page at once, mail one letter a minute',
  'flood-attacks.e2e-spec.ts#%s: mails to ever other addresses are three hundred a minute for one network, known or not',
];
const RESETS = [
  'flood-attacks.e2e-spec.ts#64: a hundred resets of one address mail one notice a minute',
  'flood-attacks.e2e-spec.ts#64: resets of ever other addresses are three hundred a minute for one network, known or not',
];
const LOG = ['check-log.spec.ts#passes lines without secrets', 'check-log.spec.ts#does not take silence for proof'];
const START = ['races.faults-spec.ts#two instances migrate an empty database and one is killed after %i ms: the schema is whole'];
const PASSWORDS_OF_BEFORE =
  'migrations.attack-spec.ts#71: comes up with its passwords: each proves its person to every API, Amadis last, since that changes it';
/** Nobody in the store of 0.1.0 has registered by Mixapp; whoever is there signs in by it. */
const RELEASES = ['migrations.attack-spec.ts#71: comes up with its data: whoever registered by any API signs in by every other', PASSWORDS_OF_BEFORE];

/** Lines 59 to 73. */
export const OPERATION_LINES: readonly Line[] = [
  line(59, 'another X-Forwarded-For with each guess changes nothing', {
    ...on(APIS, [`${LIMITS}#59: another X-Forwarded-For with each guess changes nothing, from a peer that is no trusted proxy`]),
    pages: ['pages-hostile.e2e-spec.ts#an X-Forwarded-For that no trusted proxy has written makes nobody the neighbour of a request'],
  }),
  line(60, 'one IPv6 /64 is one network', {
    ...on(APIS, [`${LIMITS}#60: at %s addresses inside one IPv6 /64 are one network; those of other networks wait less`]),
    pages: `${ONE_BUDGET}.`,
  }),
  line(61, '100 parallel guesses never exceed the budget', {
    ...on(APIS, [`${LIMITS}#61: a hundred at once never exceed the budget of ten, and then the right password is refused too`]),
    pages: PAGE_BUDGET,
  }),
  line(62, 'a locked person keeps sessions and can recover', {
    ...on(APIS, [`${LIMITS}#62: a locked person keeps the living session, recovers, and is not locked out any more`]),
    pages: `${ONE_BUDGET}; the page of recovery asks the same service.`,
  }),
  line(63, 'one budget for all five APIs', {
    ...on(APIS, [`${LIMITS}#63: the budget is one for all five APIs, whichever is tried first`]),
    pages: PAGE_BUDGET,
  }),
  line(64, '100 recoveries mail as the cooldown allows', {
    ...on(['native', 'mixapp', 'uprogress', 'appmixer', 'pages'], MAILS),
    amadis: RESETS,
  }),
  line(65, 'an oversize body: 413; a 1 MiB password is not hashed', { ...on(APIS, [TOO_LARGE]), pages: UNREADABLE_PAGE }),
  line(66, '10,000 list elements: a fast 4xx', {
    ...on(APIS, [`${OUTSIDE}#66: ten thousand list elements are refused at once`]),
    pages: ['pages-doors.e2e-spec.ts#a sign-in that is no form of ours (%.40s) is refused on a page'],
  }),
  // Before any route is looked up.
  line(
    67,
    'slow bodies and idle sockets are cut',
    on(TARGETS, ['connections.e2e-spec.ts#67: connections that say nothing, half a head, or their body drop by drop are cut after ten seconds']),
  ),
  line(68, 'every security event: who, when, where, outcome', {
    ...on(APIS, ['audit-events.e2e-spec.ts#through $name']),
    pages: 'The pages call the services that the APIs call, which record the event.',
  }),
  line(69, 'no password or token in the whole run’s log', on(TARGETS, LOG)),
  line(70, 'a line break in an address is no line of the log', {
    ...on(APIS, [`${OUTSIDE}#70: line breaks in an address write no line into the log`]),
    pages: ['pages.attack-spec.ts#70: line breaks in what is typed write no line into the log'],
  }),
  line(71, 'the schema of every release migrates up with its data and signs in', {
    ...on(APIS_WITH_SESSIONS, RELEASES),
    amadis: [PASSWORDS_OF_BEFORE],
    pages: 'The pages have no data of their own.',
  }),
  line(72, 'two instances starting on an empty database, one killed: consistent', on(TARGETS, START)),
  line(73, 'deleted and registered again: old tokens are dead', {
    ...on(APIS_WITH_SESSIONS, ['sessions.attack-spec.ts#73: is dead after the account was deleted, also once the address is registered again']),
    amadis: NO_SESSION,
    pages: 'A page’s session is one of the native API: the same rows, the same look-up.',
  }),
];
