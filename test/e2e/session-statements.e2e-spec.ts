import { Client } from 'pg';
import { SessionRepository } from '../../src/sessions/session.repository';
import { SessionsService } from '../../src/sessions/sessions.service';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { within } from '../support/within';

/** What the statements on sessions leave alone, of which no request can be made to tell in time. */

let app: TestApp;
let person: Person;
let phone: Device;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());
beforeEach(async () => {
  person = await app.given.user();
  phone = await app.given.session(person);
});

const sessions = () => app.app.get(SessionRepository, { strict: false });

it('a use that another instance writes later than a newer one makes no session look idle', async () => {
  const [newer, older] = [app.clock.in(60), app.clock.in(30)];
  for (const at of [newer, older]) await sessions().markSeen([{ id: phone.sessionId, at }]);
  expect(await app.db('SELECT last_seen_at FROM sessions WHERE id = $1', [phone.sessionId])).toEqual([{ last_seen_at: newer }]);
});

it('the end of everybody’s sessions, which takes its time, ends none that was opened since it began', async () => {
  const began = app.clock.now();
  app.clock.advance(1);
  const laptop = await app.given.session(person);
  await sessions().endAnybodys(began, 'revoked', 1_000, true);
  expect(await app.db('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([{ id: laptop.sessionId }]);
});

it('the end of everybody’s sessions holds none while it waits for one that somebody else holds, and ends that one too', async () => {
  for (let i = 0; i < 3; i += 1) await app.given.session(person);
  const open = async () => (await app.db('SELECT FROM sessions WHERE ended_at IS NULL')).length;
  const other = new Client({ connectionString: app.databaseUrl });
  await other.connect();
  try {
    await other.query('BEGIN');
    await other.query('SELECT FROM sessions WHERE id = $1 FOR NO KEY UPDATE', [phone.sessionId]);
    const ending = app.app.get(SessionsService, { strict: false }).endEverybodys('revoked', {});
    await within(5_000, async () => expect(await open()).toBe(1));
    await other.query('COMMIT');
    expect(await ending).toBeGreaterThan(3);
    expect(await open()).toBe(0);
  } finally {
    await other.end();
  }
});
