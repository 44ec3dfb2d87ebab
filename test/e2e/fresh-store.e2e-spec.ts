import { startApp, type TestApp } from '../support/app';

const USUAL = ['admin', 'root', 'administrator', 'latchkey', 'test', 'guest', 'admin@example.com'];

describe.each<Record<string, string>>([{}, { LATCHKEY_LOCAL: '0', PUBLIC_URL: 'https://accounts.example.com', SMTP_URL: 'none' }])(
  'a fresh store (%j)',
  (settings) => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startApp({ ...settings, THROTTLE: 'off' });
    });
    afterAll(() => app?.close());

    it('has no account, no password, no session and no service key (ASVS 6.3.2)', async () => {
      for (const table of ['users', 'passwords', 'sessions', 'service_keys', 'one_time_secrets']) expect(await app.db(`SELECT * FROM ${table}`)).toEqual([]);
    });

    it('lets nobody in by a usual name', async () => {
      for (const name of USUAL) {
        // None that is a word of the log: it is searched for every password that was typed.
        for (const password of ['changeit', `${name}123`]) {
          const identifier = name.includes('@') ? { email: name } : { username: name };
          await app.http
            .post('/v2/auth/sign-in')
            .send({ ...identifier, password })
            .expect(401);
        }
      }
      expect(await app.db('SELECT * FROM sessions')).toEqual([]);
    });
  },
);

describe('a password', () => {
  it('is as good after ten years, and nobody is told to change it (ASVS 6.2.10)', async () => {
    const app = await startApp();
    try {
      const ann = await app.given.user();
      app.clock.advance(10 * 365 * 86_400);
      const { body } = await app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password }).expect(200);
      expect(JSON.stringify(body)).not.toMatch(/expire[sd]?"|must_?change/i);
    } finally {
      await app.close();
    }
  });
});
