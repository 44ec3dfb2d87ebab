'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const ROOT = join(__dirname, '../../..');

/**
 * Files that take long, most of it waiting, the longest first. Begun late, one of them would run on alone. Jest orders by how long
 * files took, but in a fresh clone it does not know, and goes by their size.
 */
const LONG = [
  'test/e2e/throttling-attacks.e2e-spec.ts',
  'test/e2e/non-readers.e2e-spec.ts',
  'test/e2e/flood-attacks.e2e-spec.ts',
  'test/e2e/connections.e2e-spec.ts',
  'test/e2e/refresh-races.e2e-spec.ts',
  'test/e2e/limits-redis.e2e-spec.ts',
  'test/e2e/password-attacks.e2e-spec.ts',
  'test/e2e/reads-without-queries.e2e-spec.ts',
  'test/e2e/graceful-stop.e2e-spec.ts',
  'test/faults/mail-workers.faults-spec.ts',
  'test/faults/one-time-races.faults-spec.ts',
  'test/faults/mail-server.faults-spec.ts',
  'test/faults/silence.faults-spec.ts',
  'test/attacks/any-input.attack-spec.ts',
  'test/browser/languages.browser-spec.ts',
  'test/browser/accessibility.browser-spec.ts',
].map((file) => join(ROOT, file));

class LongestFirst extends Sequencer {
  sort(tests) {
    const missing = LONG.filter((file) => !existsSync(file));
    if (missing.length > 0) throw new Error(`${__filename} names what is no file: ${missing.join(', ')}`);
    const usual = super.sort(tests);
    const long = LONG.map((file) => usual.find(({ path }) => path === file)).filter((test) => test !== undefined);
    const others = usual.filter((test) => !long.includes(test));
    return spread(long, others);
  }
}

/** Two at once, then one now and then: while they wait, others have the processor. */
function spread([first, second, ...long], others) {
  const between = Math.ceil(others.length / 2 / (long.length + 1));
  const order = [first, second].filter((test) => test !== undefined);
  for (const test of long) order.push(...others.splice(0, between), test);
  return [...order, ...others];
}

module.exports = LongestFirst;
