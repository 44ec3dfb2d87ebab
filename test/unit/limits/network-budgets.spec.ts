import { loadConfig } from '../../../src/config/load-config';
import type { LimitsRedis } from '../../../src/limits/limits-redis';
import { NetworkBudgets } from '../../../src/limits/network-budgets';
import { RequestContext } from '../../../src/log/request-context';

const SECRET = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');
const QUOTA = 300;

function budgets(): { take: () => Promise<void>; from: (ip: string | null) => Promise<void> } {
  const context = new RequestContext();
  const rooms = new NetworkBudgets({ client: null } as LimitsRedis, loadConfig({ LATCHKEY_LOCAL: '1', LATCHKEY_SECRET: SECRET }), context);
  const take = () => rooms.take('mail');
  return { take, from: (ip) => context.run({ id: 'x', api: 'native', ip, userAgent: null, acceptLanguage: null, traceparent: null }, take) };
}

const refused = { code: 'too_many_requests', limit: { name: 'mail', quota: QUOTA, window: 60 } };

test('callers whose address is not known have one budget, and take nobody else’s', async () => {
  const { from } = budgets();
  for (let i = 0; i < QUOTA; i++) await from(null);
  await expect(from(null)).rejects.toMatchObject(refused);
  await from('192.0.2.1');
});

test('work that no request asks for has no budget', async () => {
  const { take } = budgets();
  for (let i = 0; i <= QUOTA; i++) await take();
});
