import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { attacksOn } from './hostile/attack';
import { strike, TARGETS } from './hostile/strike';
import { World } from './hostile/world';

/** The same seed attacks in the same way: ATTACK_SEED=… npm run test:attacks */
const SEED = Number(process.env['ATTACK_SEED'] ?? randomInt(2 ** 31 - 1));

/** How many times as much as in CI is tried, for a search that may take its time. */
const EFFORT = Number(process.env['ATTACK_EFFORT'] ?? 1);

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

  it.each(TARGETS)(
    '$name answers as documented, and stores nothing where it refuses',
    async (target) => {
      await world.visit(target.path);
      let sent = 0;
      const end = performance.now() + time * EFFORT;
      const property = fc.asyncProperty(attacksOn(target.operation), async (attack) => {
        if (performance.now() > end && sent > 0) return;
        const { status } = await strike(world, target, attack);
        tally.set(status, (tally.get(status) ?? 0) + 1);
        sent++;
      });
      await fc.assert(property, { seed: SEED, numRuns: runs * EFFORT });
      expect(sent).toBeGreaterThan(0);
    },
    30_000 * EFFORT,
  );
});
