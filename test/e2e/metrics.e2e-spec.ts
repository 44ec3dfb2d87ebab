import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { metricsOf } from '../support/metrics';
import { within } from '../support/within';

const TOKEN = 'a-token-for-metrics-0123456789';

describe('the metrics', () => {
  let app: TestApp;
  let ann: Person;
  let phone: Device;
  beforeEach(async () => {
    app = await startApp();
    ann = await app.given.user();
    phone = await app.given.session(ann);
  });
  afterEach(() => app?.close());

  const figure = async (name: string) => (await metricsOf(app)).get(name);

  it('count requests and their time by API, route as declared and status', async () => {
    const labels = 'api="native",method="GET",route="/v2/sessions/current"';
    for (let i = 0; i < 3; i++) await phone.get('/v2/sessions/current?token=abc').expect(200);
    await app.http.get('/v2/sessions/current').expect(401);
    const figures = await metricsOf(app);
    expect(figures.get(`latchkey_http_requests_total{${labels},status="200"}`)).toBe(3);
    expect(figures.get(`latchkey_http_requests_total{${labels},status="401"}`)).toBe(1);
    expect(figures.get(`latchkey_http_request_duration_seconds_count{${labels}}`)).toBe(4);
    expect(figures.get(`latchkey_http_request_duration_seconds_bucket{${labels},le="+Inf"}`)).toBe(4);
    expect(figures.get(`latchkey_http_request_duration_seconds_sum{${labels}}`)).toBeGreaterThan(0);
  });

  it('give whatever is no route, in whatever method, one name', async () => {
    await metricsOf(app);
    const before = (await metricsOf(app)).size;
    for (let i = 0; i < 20; i++) await app.http.get(`/v2/nothing/${i}`).expect(404);
    await fetch(`${app.baseUrl}/v2/nothing`, { method: 'PROPFIND' });
    const figures = await metricsOf(app);
    expect(figures.get('latchkey_http_requests_total{api="native",method="GET",route="(none)",status="404"}')).toBe(20);
    expect(figures.get('latchkey_http_requests_total{api="native",method="other",route="(none)",status="404"}')).toBe(1);
    expect(figures.size - before).toBeLessThan(60);
  });

  it('count sign-ins, refused ones by their code, and their hashes', async () => {
    const before = await metricsOf(app);
    await app.http.post('/user/auth').send({ username: ann.email, password: ann.password }).expect(200);
    for (let i = 0; i < 2; i++) await app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: 'wrong wrong' }).expect(401);
    const after = await metricsOf(app);
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(grown('latchkey_sign_ins_total{api="appmixer"}')).toBe(1);
    expect(grown('latchkey_faults_total{api="native",code="bad_credentials"}')).toBe(2);
    expect(grown('latchkey_hash_wait_seconds_count')).toBe(3);
    expect(grown('latchkey_events_total{event="signed_in"}')).toBe(1);
  });

  it('count the reuse of refresh tokens by its kind', async () => {
    const [sid, counter] = phone.refreshToken.split('.');
    await app.http
      .post('/v2/auth/refresh')
      .send({ refreshToken: `${sid}.${counter}.${'A'.repeat(43)}` })
      .expect(401);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(200);
    app.clock.advance(11);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(401);
    const figures = await metricsOf(app);
    const byClass = ['recent', 'stale', 'foreign'].map((reuse) => figures.get(`latchkey_refresh_reuse_total{class="${reuse}"}`));
    expect(byClass).toEqual([1, 0, 1]);
  });

  it('count what memory answers', async () => {
    await within(5_000, async () => {
      const hits = async () => (await figure('latchkey_cache_hits_total{cache="session"}')) ?? 0;
      const before = await hits();
      await phone.get('/v2/users/me').expect(200);
      expect(await hits()).toBeGreaterThan(before);
    });
    expect(await figure('latchkey_cache_entries{cache="session"}')).toBeGreaterThan(0);
    expect(await figure('latchkey_cache_misses_total{cache="token"}')).toBeGreaterThan(0);
  });

  it('tell of the pool and of the notices', async () => {
    let figures = await metricsOf(app);
    await within(5_000, async () => {
      // Asked once: of several instances the next question meets another one.
      figures = await metricsOf(app);
      expect(figures.get('latchkey_notices_hearing')).toBe(1);
      expect(figures.get('latchkey_notices_lag_seconds')).toBeGreaterThan(0);
    });
    expect(figures.get('latchkey_database_connections_max')).toBe(10);
    expect(figures.get('latchkey_database_waiting')).toBe(0);
    expect(
      (figures.get('latchkey_database_connections{state="idle"}') ?? 0) + (figures.get('latchkey_database_connections{state="busy"}') ?? 0),
    ).toBeGreaterThan(0);
    await app.db("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'latchkey notices' AND datname = current_database()");
    await within(5_000, async () => expect(await figure('latchkey_notices_lost_total')).toBe(1));
  });

  it('tell what the store holds, counted at most once a minute', async () => {
    const figures = await metricsOf(app);
    expect(figures.get('latchkey_sessions{api="native"}')).toBe(1);
    expect(figures.get('latchkey_accounts{state="enabled"}')).toBe(1);
    expect(figures.get('latchkey_passwords{scheme="argon2id"}')).toBe(1);
    await app.given.session(ann);
    expect(await figure('latchkey_sessions{api="native"}')).toBe(1);
    expect(await figure('latchkey_store_figures_age_seconds')).toBeLessThan(60);
  });

  it('come without the store where the database does not answer', async () => {
    await app.db('ALTER TABLE users RENAME TO gone');
    const figures = await metricsOf(app);
    expect([...figures.keys()].filter((name) => /^latchkey_(sessions|accounts)/.test(name))).toEqual([]);
    expect(figures.get('latchkey_hash_running')).toBe(0);
    await app.db('ALTER TABLE gone RENAME TO users');
  });

  it('tell of the process and of the build', async () => {
    const figures = await metricsOf(app);
    expect([...figures.keys()].find((name) => name.startsWith('latchkey_build_info'))).toMatch(/version="\d+\.\d+\.\d+",node="v\d+/);
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes', 'process_cpu_seconds_total']) expect(figures.has(name)).toBe(true);
  });

  it('name nobody', async () => {
    await app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: 'wrong wrong' });
    const { text } = await app.http.get('/metrics');
    for (const secret of [ann.id, ann.email, phone.sessionId, phone.accessToken]) expect(text).not.toContain(secret);
  });
});

describe('who may read the metrics', () => {
  let open: TestApp;
  let closed: TestApp;
  beforeAll(async () => {
    open = await startApp({ LATCHKEY_LOCAL: '0', PUBLIC_URL: 'https://accounts.example.com', SMTP_URL: 'none' });
    closed = await startApp({ METRICS_TOKEN: TOKEN });
  });
  afterAll(async () => {
    await open?.close();
    await closed?.close();
  });

  it('without a token: this machine alone, in every mode', async () => {
    await open.http.get('/metrics').expect(200).expect('content-type', 'text/plain; version=0.0.4; charset=utf-8').expect('cache-control', 'no-store');
  });

  it.each([
    ['host', 'accounts.example.com'],
    ['x-forwarded-for', '127.0.0.1'],
    ['forwarded', 'for=127.0.0.1'],
    ['via', '1.1 proxy'],
    ['x-real-ip', '::1'],
  ])('without a token: nobody who comes with %s: %s', async (name, value) => {
    const { body } = await open.http.get('/metrics').set(name, value).expect(404);
    expect(body).toMatchObject({ code: 'route_not_found' });
  });

  it('with a token: whoever presents it, from anywhere', async () => {
    await closed.http
      .get('/metrics')
      .set({ authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '192.0.2.1' })
      .expect(200);
  });

  it.each([
    [{}, 'token_missing'],
    [{ authorization: 'Bearer wrong' }, 'token_invalid'],
    [{ authorization: `Bearer ${TOKEN}x` }, 'token_invalid'],
    [{ authorization: `Basic ${TOKEN}` }, 'token_missing'],
  ])('with a token: nobody who comes with %j', async (headers: Record<string, string>, code) => {
    const { body } = await closed.http
      .get('/metrics')
      .set(headers)
      .expect(401)
      .expect('www-authenticate', /^Bearer/);
    expect(body).toMatchObject({ code });
  });

  it('refuses a token that is too short to be one', async () => {
    await expect(startApp({ METRICS_TOKEN: 'short' })).rejects.toThrow('METRICS_TOKEN');
  });
});
