import type { Response } from 'supertest';
import { startApp, type TestApp } from '../support/app';
import { Uprogress } from '../support/uprogress';

/** What a network may cost others where flood-attacks does not look: behind settings, and with a session. */

type Ask = (email: string, from: string) => PromiseLike<Response>;

const FLOODS: [name: string, settings: Record<string, string>, prepare: (app: TestApp) => Promise<Ask> | Ask][] = [
  [
    'registrations with SIGN_UP=verified',
    { SIGN_UP: 'verified' },
    ({ http }) =>
      (email, from) =>
        http.post('/v2/users').set('x-forwarded-for', from).send({ email, password: 'Plum-Kettle-93-Harbour' }),
  ],
  [
    'tokens that UProgress returns with LEGACY_RECOVERY=faithful',
    { LEGACY_RECOVERY: 'faithful' },
    ({ http }) =>
      (email, from) =>
        http.post('/api/v1/sessions/restore_password').set('x-forwarded-for', from).send({ user: { email } }),
  ],
  [
    // Natively a minute must go by between two; here nothing but the budget keeps one person from mailing everybody.
    'other addresses that a UProgress session asks for',
    {},
    async (app) => {
      const uprogress = new Uprogress(app);
      const { token } = await uprogress.register({ nick: 'flooder' });
      return (email, from) => uprogress.put(token, 'users/flooder', { user: { first_name: 'A', last_name: 'B', email } }).set('x-forwarded-for', from);
    },
  ],
];

test.each(FLOODS)(
  '64: %s are three hundred a minute for one network',
  async (_, settings, prepare) => {
    const app = await startApp({ TRUST_PROXY: '127.0.0.1', ...settings });
    try {
      const ask = await prepare(app);
      for (let batch = 0; batch < 10; batch++) {
        const answers = await Promise.all(Array.from({ length: 30 }, (_unused, i) => ask(`flooded-${batch}-${i}@example.com`, '2001:db8:64:1::7')));
        expect(answers.filter(({ status }) => status === 429)).toEqual([]);
      }
      const refused = await ask('one-more@example.com', '2001:db8:64:1:8::');
      expect(refused.status).toBe(429);
      expect(Number((refused.headers as Record<string, string>)['retry-after'])).toBeGreaterThan(0);
      expect((await ask('one-more@example.com', '2001:db8:64:2::7')).status).not.toBe(429);
    } finally {
      await app.close();
    }
  },
  360_000,
);
