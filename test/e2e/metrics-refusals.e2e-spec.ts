import { startApp, type TestApp } from '../support/app';
import { metricsOf } from '../support/metrics';
import { within } from '../support/within';

describe('the metrics of what is refused and of what the audit trail is told', () => {
  let app: TestApp;
  beforeEach(async () => (app = await startApp()));
  afterEach(() => app?.close());

  const figure = async (name: string) => (await metricsOf(app)).get(name);

  it('tell of refusals while they wait, and of the limit that they have reached', async () => {
    const guess = () => app.http.post('/v2/auth/sign-in').send({ email: 'nobody@example.com', password: 'wrong wrong' });
    for (let i = 0; i < 10; i++) await guess().expect(401);
    expect(await figure('latchkey_refusals_parked')).toBe(0);
    const refused = Promise.all([guess().expect(429), guess().expect(429)]);
    await within(400, async () => expect(await figure('latchkey_refusals_parked')).toBe(2));
    await refused;
    const figures = await metricsOf(app);
    expect(figures.get('latchkey_refusals_parked')).toBe(0);
    expect(figures.get('latchkey_refusals_closed_total')).toBe(0);
    const byLimit = [...figures].filter(([name]) => name.startsWith('latchkey_limit_refusals_total'));
    expect(byLimit.reduce((sum, [, count]) => sum + count, 0)).toBe(2);
    expect(byLimit.every(([name]) => /limit="account(-from-network)?"/.test(name))).toBe(true);
  });

  it('count registrations and mails refused by network', async () => {
    const ask = (i: number) => app.http.post('/v2/password-recovery').send({ email: `nobody-${i}@example.com` });
    for (let i = 0; i < 300; i += 50) await Promise.all(Array.from({ length: 50 }, (_, j) => ask(i + j).expect(202)));
    await ask(300).expect(429);
    expect(await figure('latchkey_limit_refusals_total{limit="mail"}')).toBe(1);
  });

  it('say whether limits are shared, and nothing where there is no Redis', async () => {
    expect(await figure('latchkey_limits_shared')).toBe(app.settings['REDIS_URL'] === undefined ? undefined : 1);
  });

  it('count security events by their outcome', async () => {
    const ann = await app.given.user();
    await app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: 'wrong wrong' }).expect(401);
    const figures = await metricsOf(app);
    expect(figures.get('latchkey_audit_events_total{event="signed_up",outcome="success"}')).toBe(1);
    expect(figures.get('latchkey_audit_events_total{event="sign_in_failed",outcome="failure"}')).toBe(1);
    expect(figures.get('latchkey_audit_dropped_total')).toBe(0);
    await within(2_000, async () => expect(await figure('latchkey_audit_waiting')).toBe(0));
  });
});
