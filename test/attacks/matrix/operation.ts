import { type Line, line, NO_SESSION } from './line';

const OUTSIDE = 'transport.attack-spec.ts';
const LIMITS = 'throttling-attacks.e2e-spec.ts';
const ONE_BUDGET = 'One budget for all doors, below the APIs';
const PAGE_BUDGET = ['pages-sessions-attacks.e2e-spec.ts#spends the budget that the APIs spend'];
const TOO_LARGE = 'flood-attacks.e2e-spec.ts#65: a body of a megabyte is refused before it is read';
const MAILS = 'flood-attacks.e2e-spec.ts#64: a hundred recoveries of one address, by all APIs at once, mail one letter a minute';
const RESETS = 'flood-attacks.e2e-spec.ts#64: a hundred resets of one address mail one notice a minute';
const BY_NETWORK = 'flood-attacks.e2e-spec.ts#64: resets of ever other addresses are three hundred a minute for one network, known or not';
const LOG = ['check-log.spec.ts#passes lines without secrets', 'check-log.spec.ts#does not take silence for proof'];
const START = ['races.faults-spec.ts#two instances migrate an empty database and one is killed after %i ms: the schema is whole'];
const RELEASES = ['migrations.attack-spec.ts#71: comes up with its data: whoever registered by any API signs in by every other'];

/** Lines 59 to 73. */
export const OPERATION_LINES: readonly Line[] = [
  line(
    59,
    'another X-Forwarded-For with each guess changes nothing',
    [`${LIMITS}#59: another X-Forwarded-For with each guess changes nothing, from a peer that is no trusted proxy`],
    {
      pages: ['pages-hostile.e2e-spec.ts#an X-Forwarded-For that no trusted proxy has written makes nobody the neighbour of a request'],
    },
  ),
  line(60, 'one IPv6 /64 is one network', [`${LIMITS}#60: addresses inside one IPv6 /64 are one network; those of other networks wait less`], {
    pages: `${ONE_BUDGET}.`,
  }),
  line(
    61,
    '100 parallel guesses never exceed the budget',
    [`${LIMITS}#61: a hundred at once never exceed the budget of ten, and then the right password is refused too`],
    {
      pages: PAGE_BUDGET,
    },
  ),
  line(
    62,
    'a locked person keeps sessions and can recover',
    [`${LIMITS}#62: a locked person keeps the living session, recovers, and is not locked out any more`],
    {
      amadis: NO_SESSION,
      pages: `${ONE_BUDGET}; the page of recovery asks the same service.`,
    },
  ),
  line(63, 'one budget for all five APIs', [`${LIMITS}#63: the budget is one for all five APIs, whichever is tried first`], { pages: PAGE_BUDGET }),
  line(64, '100 recoveries mail as the cooldown allows', [MAILS], { amadis: [RESETS, BY_NETWORK], pages: [MAILS] }),
  line(65, 'an oversize body: 413; a 1 MiB password is not hashed', [TOO_LARGE], {
    pages: ['pages-hostile.e2e-spec.ts#posted with %.30s as %j is refused on a page'],
  }),
  line(66, '10,000 list elements: a fast 4xx', [`${OUTSIDE}#66: ten thousand list elements are refused at once`], {
    pages: ['pages-hostile.e2e-spec.ts#posted with %.30s as %j is refused on a page'],
  }),
  line(67, 'slow bodies and idle sockets are cut', [
    'connections.e2e-spec.ts#67: connections that say nothing, half a head, or their body drop by drop are cut after ten seconds',
  ]),
  line(68, 'every security event: who, when, where, outcome', ['audit-events.e2e-spec.ts#through $name'], {
    pages: 'The pages call the services that the APIs call, which record the event.',
  }),
  line(69, 'no password or token in the whole run’s log', LOG),
  line(70, 'a line break in an address is no line of the log', [`${OUTSIDE}#70: line breaks in an address write no line into the log`], {
    pages: ['pages-doors.e2e-spec.ts#signing in as %j is refused, and the words are inert on the page'],
  }),
  line(71, 'the schema of every release migrates up with its data and signs in', RELEASES, { pages: 'The pages have no data of their own.' }),
  line(72, 'two instances starting on an empty database, one killed: consistent', START),
  line(
    73,
    'deleted and registered again: old tokens are dead',
    ['sessions.attack-spec.ts#73: is dead after the account was deleted, also once the address is registered again'],
    {
      amadis: NO_SESSION,
      pages: 'A page’s session is one of the native API: the same rows, the same look-up.',
    },
  ),
];
