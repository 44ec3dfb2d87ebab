import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { document, type Operation } from '../support/contract/document';
import { takeContractFaults } from '../support/contract/watch';
import { type Attack, attacksOn } from './hostile/attack';
import { requestOf } from './hostile/request';
import { type HostileAnswer, send } from './hostile/send';
import { World } from './hostile/world';

/** The same seed attacks in the same way: ATTACK_SEED=… npm run test:attacks */
const SEED = Number(process.env['ATTACK_SEED'] ?? randomInt(2 ** 31 - 1));

/** How many times as much as in CI is tried, for a search that may take its time. */
const EFFORT = Number(process.env['ATTACK_EFFORT'] ?? 1);

const OPERATIONS = Object.entries(document().paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method, path, operation })),
);

const MODES = [
  // Milliseconds for each operation, so that the whole keeps its time on a slow machine; how many it takes on a free one.
  { throttle: 'off', runs: 60, time: 900 },
  { throttle: 'on', runs: 15, time: 300 },
];

describe.each(MODES)(`whatever is sent with THROTTLE=$throttle (seed ${SEED})`, ({ throttle, runs, time }) => {
  const tally = new Map<number, number>();
  let world: World;
  beforeAll(async () => {
    process.stdout.write(`attacks with THROTTLE=${throttle}: seed ${SEED}\n`);
    world = await World.start({ THROTTLE: throttle });
  });
  afterAll(async () => {
    process.stdout.write(
      `attacks with THROTTLE=${throttle}: ${[...tally]
        .sort(([a], [b]) => a - b)
        .map(([status, count]) => `${count} × ${status}`)
        .join(', ')}\n`,
    );
    await world?.close();
  });

  it.each(OPERATIONS)(
    '$name answers as documented, and stores nothing where it refuses',
    async ({ method, path, operation }) => {
      await world.recover();
      let sent = 0;
      const end = performance.now() + time * EFFORT;
      const property = fc.asyncProperty(attacksOn(operation), async (attack) => {
        if (performance.now() > end && sent > 0) return;
        const status = await strike(world, method, path, operation, attack);
        tally.set(status, (tally.get(status) ?? 0) + 1);
        sent++;
      });
      await fc.assert(property, { seed: SEED, numRuns: runs * EFFORT });
      expect(sent).toBeGreaterThan(0);
    },
    30_000 * EFFORT,
  );
});

/** Sends an attack and judges the answer, whose status it returns. */
async function strike(world: World, method: string, path: string, operation: Operation, attack: Attack): Promise<number> {
  const answer = await send(world.port, requestOf(method, path, operation, attack, world));
  const faults = takeContractFaults();
  if (faults.length > 0) throw new Error(faults.join('\n'));
  // Surplus is refused with 503 where that is documented, which the comparison above has made sure of.
  if (answer.status >= 500 && answer.status !== 503) throw new Error(`${answer.status} ${answer.body}`);
  if (isRefusal(answer)) {
    const changed = await world.changes();
    if (changed.length > 0) {
      // So that what is tried next, to make the example smaller, is judged by itself.
      await world.recover();
      throw new Error(`${answer.status} ${answer.body} has changed ${changed.join(', ')}`);
    }
  } else if (method !== 'get') {
    await world.recover();
  }
  return answer.status;
}

/** Mixapp refuses with status 200 and a code in the body. */
function isRefusal({ status, body }: HostileAnswer): boolean {
  return status >= 400 || body.startsWith('{"error_code":');
}
