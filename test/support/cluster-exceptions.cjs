'use strict';

/**
 * What the run on three instances (`TEST_CLUSTER=1`) leaves out, since by its nature it concerns one instance, or no instance
 * at all. `TEST_CLUSTER=left-out` runs just this on one instance. An entry without `tests` is the whole file; a test is
 * named by how its full name begins, and a name that fits no test fails the run.
 * @type {{ file: string, tests?: string[], reason: string }[]}
 */
const EXCEPTIONS = [
  {
    file: 'test/e2e/metrics.e2e-spec.ts',
    tests: ['the metrics count', 'the metrics give whatever is no route', 'the metrics tell what the store holds'],
    reason: 'each instance counts what it has done itself, and is asked by itself',
  },
  {
    file: 'test/e2e/metrics-refusals.e2e-spec.ts',
    tests: [
      'the metrics of what is refused and of what the audit trail is told tell of refusals',
      'the metrics of what is refused and of what the audit trail is told count',
    ],
    reason: 'each instance counts what it has done itself, and is asked by itself',
  },
  {
    file: 'test/e2e/key-rotation.e2e-spec.ts',
    tests: ['rotation of signing keys ends no program in the midst of a reading'],
    reason: 'the notice that makes it read is PostgreSQL’s, and with Redis none is heard from there',
  },
  {
    file: 'test/e2e/password-screening.e2e-spec.ts',
    tests: ['BREACHED_PASSWORDS=hibp that '],
    reason: 'each instance finds out by itself that the service is away',
  },
  {
    file: 'test/e2e/session-lifetimes.e2e-spec.ts',
    tests: [
      'a session’s life (ASVS 7.3.1, 7.3.2) ends with the person’s other sessions, though its last use is not written yet',
      'when a session was last seen is written in batches',
    ],
    reason: 'each instance notes uses by itself, and only it knows what it has not written yet',
  },
  {
    file: 'test/e2e/health.e2e-spec.ts',
    tests: ['a serving instance is live and ready'],
    reason: 'each instance hears its own heartbeat, and the test has waited for that of one',
  },
  {
    file: 'test/e2e/token-attacks.e2e-spec.ts',
    tests: ['a token whose header chooses how it is verified (RFC 8725, 2.1; ASVS 9.1.1) costs no query each'],
    reason: 'each instance reads the ring of keys by itself, and the bound is that of one',
  },
  {
    file: 'test/e2e/lingering-close.e2e-spec.ts',
    reason: 'the balancer closes the connections of clients, and by its own way',
  },
  {
    file: 'test/e2e/limits-redis.e2e-spec.ts',
    tests: ['limits through Redis when Redis dies', 'limits through Redis a reset does not wait'],
    reason: 'without Redis each instance counts by itself, and the test must know which one it asks',
  },
  {
    file: 'test/e2e/limits-redis-refusing.e2e-spec.ts',
    tests: ['a Redis that answers and refuses that '],
    reason: 'without Redis each instance counts by itself, and the test must know which one it asks',
  },
  {
    file: 'test/e2e/reads-without-queries.e2e-spec.ts',
    reason: 'it measures notices between two instances, each asked by itself and cut off by itself',
  },
  {
    file: 'test/e2e/redis-notices.e2e-spec.ts',
    tests: ['notices through Redis'],
    reason: 'it measures notices between an instance with Redis and one without',
  },
  {
    file: 'test/e2e/connections.e2e-spec.ts',
    tests: ['67: connections that say nothing'],
    reason: 'the balancer holds such connections, by its own limits, and the program never sees them',
  },
  {
    file: 'test/e2e/non-readers.e2e-spec.ts',
    reason: 'the balancer holds the connections of such clients, and reads its own from the program',
  },
  {
    file: 'test/e2e/native-transport.e2e-spec.ts',
    tests: ['the outside of the native API answers 400 to '],
    reason: 'the balancer refuses by itself what is no HTTP, and the program never sees it',
  },
  {
    file: 'test/e2e/request-targets.e2e-spec.ts',
    tests: ['a target with ', 'a proxy’s form without a path'],
    reason: 'the balancer refuses by itself a target that names another host than the header, or has a fragment',
  },
  {
    file: 'test/e2e/request-context.e2e-spec.ts',
    tests: ['a refused request that is not answered since there was no room to hold it back'],
    reason: 'the caller’s connection is the balancer’s, which keeps it and answers that an instance has closed its own',
  },
  {
    file: 'test/e2e/storm.e2e-spec.ts',
    reason: 'it fills the queue of hashes of one instance; three that share one process and its processor measure nothing',
  },
];

module.exports = { EXCEPTIONS };
