import { startApp, type TestApp } from '../support/app';
import { dumpOf } from '../support/dump';
import { codeIn, tokenOf } from '../support/mailbox';
import { mailsSettled } from '../support/mails';
import { PHONE, Uprogress } from '../support/uprogress';

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ THROTTLE: 'off', LEGACY_RECOVERY: 'safe' });
});
afterEach(() => app?.close());

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

/** A secret in the forms that a row could hold it in. */
const formsOf = (secret: string) => [secret, secret.replace('-', ''), ...(['hex', 'base64'] as const).map((form) => Buffer.from(secret).toString(form))];

test('a full dump, taken after every kind of mail was requested, holds nothing that works in one', async () => {
  const person = await app.given.user();
  const welcome = await app.mailbox.waitFor(person.email, { subject: /confirm/i });
  await app.http.post('/v2/auth/sign-in').set('user-agent', CHROME).send({ email: person.email, password: person.password }).expect(200);
  await app.http.post('/v2/auth/sign-in').set('user-agent', 'OtherApp/1.0').send({ email: person.email, password: person.password }).expect(200);
  const device = await app.mailbox.waitFor(person.email, { subject: 'New sign-in to your account' });
  const uprogress = new Uprogress(app);
  const token = await uprogress.signIn(person, PHONE);
  const { current_user: me } = (await uprogress.get(token, 'sessions/current').expect(200)).body as { current_user: { id: number } };
  await uprogress.put(token, `users/${me.id}`, { email: 'ann-moves@example.com' }).expect(200);
  const change = await app.mailbox.waitFor('ann-moves@example.com');
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  const recovery = await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' });
  app.clock.advance(61);
  const returned = ((await uprogress.restore(person.email).expect(200)).body as { token: string }).token;
  const approval = await app.mailbox.waitFor(person.email, { subject: 'Restore password' });
  await mailsSettled(app);

  const dump = await dumpOf(app.databaseUrl);
  expect(dump).toContain(person.email);
  const mailed = [welcome, device, change, recovery, approval].map(tokenOf);
  expect(new Set(mailed).size).toBe(5);
  for (const secret of [...mailed, codeIn(recovery), returned]) for (const form of formsOf(secret)) expect(dump).not.toContain(form);
});

test('what waits for a mail server is without secrets too, and an address that was only submitted is not legible', async () => {
  const person = await app.given.user();
  await mailsSettled(app);
  await app.db(`CREATE TABLE kept AS SELECT * FROM outgoing_mails WHERE false`);
  await app.db(
    `CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO kept SELECT NEW.*; RETURN NULL; END $$;
     CREATE TRIGGER keep AFTER INSERT OR UPDATE ON outgoing_mails FOR EACH ROW EXECUTE FUNCTION keep()`,
  );
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  await app.http.post('/v2/password-recovery').send({ email: 'only-submitted@example.com' }).expect(202);
  const mail = await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' });
  await mailsSettled(app);
  // Every state that any of the rows was in.
  expect((await app.db('SELECT 1 FROM kept')).length).toBeGreaterThanOrEqual(5);
  const dump = await dumpOf(app.databaseUrl);
  for (const secret of [tokenOf(mail), codeIn(mail)]) for (const form of formsOf(secret)) expect(dump).not.toContain(form);
  for (const form of formsOf('only-submitted@example.com')) expect(dump).not.toContain(form);
});
