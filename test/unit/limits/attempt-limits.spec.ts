import { Clock } from '../../../src/clock/clock';
import { loadConfig } from '../../../src/config/load-config';
import { AttemptLimits } from '../../../src/limits/attempt-limits';
import type { LimitsRedis } from '../../../src/limits/limits-redis';
import { SharedAttempts } from '../../../src/limits/shared-attempts';
import { Log } from '../../../src/log/log';
import { RequestContext } from '../../../src/log/request-context';

const SECRET = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');

/** Holds so many attempts under way, then makes one more: what that is refused by. */
async function refusedBeside(held: number, nameOf: (i: number) => string, ipOf: (i: number) => string): Promise<unknown> {
  const clock = new Clock();
  const store = new SharedAttempts({ client: null } as LimitsRedis, clock, Log.to('silent'));
  const limits = new AttemptLimits(store, loadConfig({ LATCHKEY_LOCAL: '1', LATCHKEY_SECRET: SECRET }), clock, new RequestContext());
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const underWay = Array.from({ length: held }, (_, i) => limits.guard(nameOf(i), ipOf(i), () => ended));
  const refusal = limits.guard(nameOf(held), ipOf(held), () => Promise.resolve());
  await expect(refusal).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: 1 });
  end();
  await Promise.all(underWay);
  return { told: ((await refusal.catch((error: unknown) => error)) as { limit?: { name: string } }).limit?.name, counted: limits.refusals.entries() };
}

test.each([
  ['account', 10, () => 'ann', (i: number) => `192.0.2.${i}`],
  ['network', 300, (i: number) => `person-${i}`, () => '192.0.2.1'],
])('who finds all places of the %s taken is told of that limit, and counted under it', async (name, held, nameOf, ipOf) => {
  expect(await refusedBeside(held, nameOf, ipOf)).toEqual({ told: name, counted: [[name, 1]] });
});
