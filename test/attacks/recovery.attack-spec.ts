import type { Response } from 'supertest';
import { Background } from '../../src/log/background';
import { ServiceKeysService } from '../../src/service-keys/service-keys.service';
import { startApp, type TestApp } from '../support/app';
import { dumpOf } from '../support/dump';
import type { Person } from '../support/factories';
import { linkOf, tokenOf } from '../support/mailbox';
import { mailsSettled } from '../support/mails';
import { RECOVERY_DOORS, toldBy } from '../support/recovery-doors';
import { registerSecret } from '../support/secrets';
import { storeOf } from '../support/store';

const RECOVERY = { subject: /^(Choose a new password|Restore password)$/ };
const NEW = 'Plum-Kettle-93-Harbour';
const FORGED = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example;proto=https' };
/** Addresses that look like that of mike: dotless and dotted i, the Kelvin sign, wide letters, Cyrillic ones. */
const lookAlikes = (domain: string) => ['m\u0131ke', 'M\u0130KE', 'mi\u212ae', '\uff4d\uff49\uff4b\uff45', '\u043cik\u0435'].map((name) => `${name}@${domain}`);

/** What is no address though it begins or ends with that of a person. */
const noAddresses = (email: string) => [
  `"${email}"`,
  `"ann lee"@example.com`,
  `'${email}`.replace('@', `'"@`),
  `${email}\r\nBcc: eve@example.com`,
  `${email}\nBcc: eve@example.com`,
  `eve@example.com\r\n${email}`,
  `${email},eve@example.com`,
  `${email};eve@example.com`,
  `${email} eve@example.com`,
];
const isRefusal = ({ status, text }: Response) => (status >= 400 && status < 500) || text.startsWith('{"error_code":649');

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off', LEGACY_RECOVERY: 'safe' });
});
afterAll(() => app?.close());

/** The recovery mails there are, once all that was asked for has left. */
async function recoveryMails() {
  await app.app.get(Background).drain();
  await mailsSettled(app);
  return app.mailbox.all().filter(({ subject }) => RECOVERY.subject.test(subject));
}

describe.each(RECOVERY_DOORS.map((door) => [door.api, door] as const))('recovery through %s', (api, door) => {
  async function mailedToken({ email }: Person): Promise<string> {
    await door.ask(app, email);
    return tokenOf(await app.mailbox.waitFor(email, RECOVERY));
  }
  const isDone = async (token: string, password = NEW) => door.done(await door.reset(app, token, password));

  it('13: asked for again in the cooldown tells the same of known, unknown and disabled addresses', async () => {
    const [ann, gone] = [await app.given.user(), await app.given.user()];
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [gone.id]);
    const answers = [];
    for (let round = 0; round < 3; round++) {
      for (const email of [ann.email, `nobody-${api}@example.com`, gone.email]) answers.push(await door.ask(app, email));
    }
    for (const answer of answers) expect(toldBy(answer)).toEqual(toldBy(answers[0]!));
    const mails = (await recoveryMails()).filter(({ to }) => [ann.email, gone.email, `nobody-${api}@example.com`].includes(to));
    expect(mails.map(({ to }) => to)).toEqual([ann.email]);
    if (api !== 'uprogress') return;
    // Nor is there a difference between the tokens that came back.
    const returned = answers.map(({ body }) => (body as { token: string }).token);
    const refusals = await Promise.all(returned.map((token) => door.reset(app, token, NEW)));
    for (const refusal of refusals) expect([toldBy(refusal), door.done(refusal)]).toEqual([toldBy(refusals[0]!), false]);
  });

  it('15: a forged Host moves no link', async () => {
    const { email } = await app.given.user();
    await door.ask(app, email, FORGED);
    const { html, text, links } = await app.mailbox.waitFor(email, RECOVERY);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(new URL(link).origin).toBe(app.baseUrl);
    expect(`${html}${text}`).not.toContain('evil');
  });

  it('20: a change of the password or of the address kills the link', async () => {
    const [ann, eve] = [await app.given.user(), await app.given.user()];
    const [ofAnn, ofEve] = [await mailedToken(ann), await mailedToken(eve)];
    const [phone, other] = [await app.given.session(ann), await app.given.session(eve)];
    await phone
      .put('/v2/users/me/password')
      .send({ currentPassword: ann.password, newPassword: `${NEW}!` })
      .expect(204);
    const newEmail = `moved-${eve.email}`;
    await other.post('/v2/users/me/email').send({ newEmail, currentPassword: eve.password }).expect(202);
    await other
      .post('/v2/users/email-confirmations')
      .send({ token: tokenOf(await app.mailbox.waitFor(newEmail)) })
      .expect(204);
    expect([await isDone(ofAnn), await isDone(ofEve)]).toEqual([false, false]);
  });

  it('21: thirty minutes after the mail its token is refused, a moment before it is not', async () => {
    const [ann, eve] = [await app.given.user(), await app.given.user()];
    const [ofAnn, ofEve] = [await mailedToken(ann), await mailedToken(eve)];
    app.clock.advance(1_740);
    expect(await isDone(ofAnn)).toBe(true);
    app.clock.advance(61);
    expect(await isDone(ofEve)).toBe(false);
    await app.given.session(eve);
  });

  it('22: nothing in a dump of the database is a token that was mailed or returned', async () => {
    const ann = await app.given.user();
    const { body } = await door.ask(app, ann.email);
    const mailed = tokenOf(await app.mailbox.waitFor(ann.email, RECOVERY));
    await mailsSettled(app);
    const { token = mailed } = body as { token?: string };
    const dump = await dumpOf(app.databaseUrl);
    expect(dump).toContain(ann.email);
    for (const secret of [mailed, token, Buffer.from(mailed).toString('hex'), Buffer.from(mailed).toString('base64')]) expect(dump).not.toContain(secret);
  });

  it('23: a reset ends every session, is told by mail, and signs nobody in', async () => {
    const ann = await app.given.user();
    const phone = await app.given.session(ann);
    const answer = await door.reset(app, await mailedToken(ann), NEW);
    expect([door.done(answer), answer.headers['set-cookie']]).toEqual([true, undefined]);
    expect(answer.text).not.toMatch(/token|eyJ/i);
    await phone.get('/v2/users/me').expect(401);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(401);
    await app.mailbox.waitFor(ann.email, { subject: 'Your password was changed' });
    await app.given.session({ ...ann, password: NEW });
  });

  it('24: opening the link, as scanners of mail do, spends nothing', async () => {
    const ann = await app.given.user();
    const token = await mailedToken(ann);
    const { pathname, search } = new URL(linkOf(app.mailbox.all(ann.email)[0]!));
    for (const method of ['GET', 'HEAD', 'GET', 'GET']) expect((await fetch(app.baseUrl + pathname + search, { method })).status).toBe(200);
    await app.given.session(ann);
    expect(await isDone(token)).toBe(true);
  });

  it('28: an address of look-alike letters has nothing mailed to itself', async () => {
    const domain = `${api}.example`;
    const { email } = await app.given.user({ email: `mike@${domain}` });
    for (const other of lookAlikes(domain)) await door.ask(app, other);
    await door.ask(app, `MIKE@${domain}`);
    const mails = (await recoveryMails()).filter(({ to }) => to.includes(domain));
    expect(mails.map(({ to }) => to)).toEqual([email]);
  });

  it('29: takes no address with quotes or line ends, and no list of them', async () => {
    await expectNoneTaken((email) => door.ask(app, email));
  });
});

async function serviceKey(name: string): Promise<string> {
  const key = await app.app.get(ServiceKeysService, { strict: false }).create(name);
  registerSecret(key);
  return key;
}

/** Asked with what is no address, the door refuses; nothing is stored, and nothing mailed. */
async function expectNoneTaken(ask: (email: string) => PromiseLike<Response>): Promise<void> {
  const { email } = await app.given.user();
  const before = await storeOf(app);
  const mails = app.mailbox.all().length;
  for (const address of noAddresses(email)) expect([address, isRefusal(await ask(address))]).toEqual([address, true]);
  expect(await storeOf(app)).toEqual(before);
  expect(app.mailbox.all()).toHaveLength(mails);
}

describe('a reset by Amadis', () => {
  it('29: takes no address with quotes or line ends, and no list of them', async () => {
    const key = await serviceKey('shop');
    await expectNoneTaken((email) => app.http.patch('/api/user/v1/resetpassword').set('authorization', `Bearer ${key}`).send({ email }));
  });

  it('28: gives no password for an address of look-alike letters', async () => {
    const mike = await app.given.user({ email: 'mike@amadis.example' });
    const key = await serviceKey('bazaar');
    const reset = (email: string) => app.http.patch('/api/user/v1/resetpassword').set('authorization', `Bearer ${key}`).type('form').send({ email });
    for (const email of lookAlikes('amadis.example')) {
      const { status, text } = await reset(email);
      expect([email, [400, 404].includes(status)]).toEqual([email, true]);
      expect(text).not.toContain('password');
    }
    await app.given.session(mike);
    expect((await reset('MIKE@amadis.example').expect(200)).body).toMatchObject({ data: { email: mike.email } });
  });
});
