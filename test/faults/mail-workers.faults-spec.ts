import request from 'supertest';
import { startApp } from '../support/app';
import { createDatabase } from '../support/database';
import { FaultySmtp } from '../support/faulty-smtp';
import { freePort } from '../support/free-port';
import { startPair } from '../support/pair';
import { manyPeople } from '../support/people';
import { Program } from '../support/program';
import { within } from '../support/within';

jest.setTimeout(240_000);

const RECOVER = '/v2/password-recovery';

test('two instances send each mail once, whoever was asked', async () => {
  const smtp = await FaultySmtp.start();
  const pair = await startPair({ THROTTLE: 'off', SMTP_URL: smtp.url, SMTP_CONNECTIONS: '3' });
  const emails = await manyPeople(pair.here, 60);
  await Promise.all(emails.map((email, i) => pair.both[i % 2]?.http.post(RECOVER).send({ email }).expect(202)));
  await within(30_000, async () => expect(await pair.here.db(`SELECT 1 FROM outgoing_mails WHERE state <> 'sent'`)).toEqual([]));
  expect(emails.map((email) => smtp.textsTo(email).length)).toEqual(emails.map(() => 1));
  expect(smtp.mails).toHaveLength(60);
  await pair.close();
  await smtp.goDown();
});

test('a worker that is killed in the middle of a letter loses none and repeats at most that one, within a minute', async () => {
  const smtp = await FaultySmtp.start('dawdles');
  const database = await createDatabase();
  const app = await startApp({ THROTTLE: 'off', SMTP_URL: 'none', DATABASE_URL: database.url });
  const settings = { ...app.settings, SMTP_URL: smtp.url, PORT: String(await freePort()) };
  const emails = await manyPeople(app, 6);
  await app.close();

  smtp.delay = 20_000;
  const victim = await Program.start(settings);
  for (const email of emails) await request(victim.baseUrl).post(RECOVER).send({ email }).expect(202);
  await within(20_000, async () => expect(smtp.mails).toHaveLength(1));
  await victim.end('SIGKILL');
  const killed = performance.now();

  smtp.mood = 'works';
  const heir = await startApp(settings);
  await within(60_000, async () => expect(await heir.db(`SELECT 1 FROM outgoing_mails WHERE state <> 'sent'`)).toEqual([]));
  expect(performance.now() - killed).toBeLessThan(60_000);
  const counts = emails.map((email) => smtp.textsTo(email).length).sort();
  expect(counts).toEqual([1, 1, 1, 1, 1, 2]);
  const live = await heir.db(`SELECT 1 FROM one_time_secrets WHERE purpose = 'recovery' AND used_at IS NULL`);
  expect(live).toHaveLength(6);
  await heir.close();
  await smtp.goDown();
  await database.drop();
});

test('a request that was answered outlives the death of who answered it, also before the look-up', async () => {
  const smtp = await FaultySmtp.start('hangs');
  const database = await createDatabase();
  const app = await startApp({ THROTTLE: 'off', SMTP_URL: 'none', DATABASE_URL: database.url });
  const settings = { ...app.settings, SMTP_URL: smtp.url, PORT: String(await freePort()) };
  const emails = await manyPeople(app, 3);
  await app.close();

  const victim = await Program.start(settings);
  for (const email of [...emails, 'nobody@example.com']) await request(victim.baseUrl).post(RECOVER).send({ email }).expect(202);
  await victim.end('SIGKILL');
  smtp.mood = 'works';
  await smtp.goDown();
  await smtp.goUp();
  const heir = await startApp(settings);
  const waiting = await heir.db<{ facts: object }>(`SELECT facts FROM outgoing_mails WHERE user_id IS NULL`);
  expect(waiting.length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(waiting)).not.toContain('@');
  await within(60_000, async () => expect(emails.map((email) => smtp.textsTo(email).length)).toEqual([1, 1, 1]));
  await within(5_000, async () => expect(await heir.db(`SELECT 1 FROM outgoing_mails WHERE state <> 'sent'`)).toEqual([]));
  expect(smtp.textsTo('nobody@example.com')).toEqual([]);
  await heir.close();
  await smtp.goDown();
  await database.drop();
});
