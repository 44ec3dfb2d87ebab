import { SessionRepository } from '../../src/sessions/session.repository';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';

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
  await sessions().endAnybodys(began, 'revoked', 1_000);
  expect(await app.db('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([{ id: laptop.sessionId }]);
});
