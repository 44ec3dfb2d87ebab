import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AppmixerAdmin, bearer } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';
import { type BreachService, startBreachService } from '../support/breach-service';
import { complaintOf, latchkey } from '../support/cli';
import { linkOf } from '../support/mailbox';
import { storeOf } from '../support/store';
import { Visitor } from '../support/visitor';

const BREACHED = 'Plum-Kettle-93-Harbour';
const PADDED = 'Walnut-Bridge-40-Lantern';

let serial = 0;
const register = ({ http }: TestApp, password: string) => http.post('/v2/users').send({ email: `screened-${++serial}@example.com`, password });
const reasonOf = ({ body }: { body: unknown }) => (body as { errors?: { code: string }[] }).errors?.[0]?.code;

describe('BREACHED_PASSWORDS=hibp', () => {
  let service: BreachService;
  let app: TestApp;
  beforeEach(async () => {
    service = await startBreachService({ [BREACHED]: 12, [PADDED]: 0 });
    app = await startApp({ BREACHED_PASSWORDS: 'hibp', BREACHED_PASSWORDS_URL: `${service.url}/` });
  });
  afterEach(async () => {
    await app?.close();
    await service.close();
  });

  it('refuses a breached password with the reason; five digits of its SHA-1 leave, and nothing else', async () => {
    const before = await storeOf(app);
    const refused = await register(app, BREACHED).expect(400);
    expect(reasonOf(refused)).toBe('breached');
    expect(await storeOf(app)).toEqual(before);
    await register(app, PADDED).expect(201);
    const digests = [BREACHED, PADDED].map((password) => createHash('sha1').update(password).digest('hex').toUpperCase());
    expect(service.asked.map(({ path }) => path)).toEqual(digests.map((digest) => `/range/${digest.slice(0, 5)}`));
    for (const { headers, body } of service.asked) {
      expect(headers['add-padding']).toBe('true');
      const said = JSON.stringify([headers, body]);
      for (const digest of digests) expect(said.toUpperCase()).not.toContain(digest.slice(5));
      expect(said).not.toContain('example.com');
    }
  });

  it('is not asked about what the list knows already', async () => {
    expect(reasonOf(await register(app, 'Password123').expect(400))).toBe('too_common');
    expect(service.asked).toEqual([]);
  });

  it.each([
    ['does not answer', () => undefined],
    ['stops in the middle', (response: ServerResponse) => response.write('0123')],
    ['fails', (response: ServerResponse) => response.writeHead(503).end()],
    ['sends people elsewhere', (response: ServerResponse) => response.writeHead(302, { location: '/range/00000' }).end()],
    ['answers without end', (response: ServerResponse) => response.end('F'.repeat(700_000))],
    ['is cut off', (response: ServerResponse) => response.destroy()],
  ])('that %s leaves the list in charge, and is left alone for half a minute', async (_, answer) => {
    service.answerWith(answer);
    const start = performance.now();
    await register(app, BREACHED).expect(201);
    expect(performance.now() - start).toBeLessThan(4_000);
    expect(reasonOf(await register(app, 'Password123').expect(400))).toBe('too_common');
    await register(app, BREACHED).expect(201);
    expect(service.asked).toHaveLength(1);
    app.clock.advance(31);
    await register(app, BREACHED).expect(201);
    expect(service.asked).toHaveLength(2);
  });
});

describe('the other places where a password is chosen', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  it('the command line refuses by the same rules', async () => {
    const create = (password: string) => latchkey(app.settings, 'users', 'create', '--email', 'root-operator@example.com', '--password', password);
    const before = await storeOf(app);
    expect([(await create('Password123')).code, complaintOf(await create('Password123'))]).toEqual([1, 'password is one of those that are guessed first']);
    expect(complaintOf(await create('Root-Operator1'))).toBe('password must not be made of your name or address');
    expect(await storeOf(app)).toEqual(before);
    expect((await create('Walnut-Bridge-40')).code).toBe(0);
  });

  it('the page of a mailed link says why, and the link still works', async () => {
    const person = await app.given.user({ name: 'Mirabelle Ostrowski' });
    await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
    const visitor = new Visitor(app.baseUrl);
    const form = await visitor.open(linkOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' })));
    const common = await visitor.submit(form, { newPassword: 'Password123' });
    expect([common.status, common.fault]).toEqual([
      400,
      'The new password is one of those that are guessed first. Take a few words that don’t belong together.',
    ]);
    const personal = await visitor.submit(common, { newPassword: 'Mirabelle1' });
    expect([personal.status, personal.fault]).toEqual([400, 'The new password must not be made of your name or address.']);
    expect((await visitor.submit(personal, { newPassword: 'Walnut-Bridge-40' })).status).toBe(200);
  });

  it('an admin of a format with native rules is told that it is made of the person’s name, which only the account knows', async () => {
    const strict = await startApp({ LEGACY_PASSWORD_POLICY: 'native', DATABASE_URL: app.databaseUrl });
    const admin = await AppmixerAdmin.of(strict);
    const person = await strict.given.user({ name: 'Mirabelle Ostrowski' });
    const reset = (password: string) => strict.http.post('/user/reset-password').set(bearer(admin.token)).send({ email: person.email, password });
    const put = async (password: string) => admin.put(await admin.idOf(person), { password });
    for (const set of [reset, put]) {
      expect((await set('Mirabelle1')).status).toBe(400);
      expect((await set('Walnut-Bridge-40')).status).toBe(200);
    }
    await strict.close();
  });

  it('with SIGN_UP=verified a refusal is the same for a known and an unknown address', async () => {
    const verified = await startApp({ SIGN_UP: 'verified' });
    await verified.http.post('/v2/users').send({ email: 'ann@orchard.example', password: 'Walnut-Bridge-40' }).expect(202);
    const answers = await Promise.all(
      ['ann@orchard.example', 'eve@orchard.example'].map((email) => verified.http.post('/v2/users').send({ email, password: 'Password123' })),
    );
    expect(answers.map(({ status, body }) => [status, body as unknown])).toEqual([400, 400].map((status) => [status, answers[0]!.body]));
    await verified.close();
  });
});
