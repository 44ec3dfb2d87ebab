import { startApp, type TestApp } from '../support/app';
import { within } from '../support/within';

/* While the instances are replaced one after the other, a newer one may post letters that an older one cannot write. */

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

it('leaves a mail of a kind that it does not know to others, untouched, and sends what it knows', async () => {
  const ann = await app.given.user();
  const dueAt = app.clock.in(-60);
  await app.db(
    `INSERT INTO outgoing_mails (id, user_id, kind, created_at, due_at, give_up_at) VALUES (gen_random_uuid(), $1, 'of_a_newer_release', $2, $2, $3)`,
    [ann.id, dueAt, app.clock.in(86_400)],
  );
  // Longer due than this one, so it would be taken first.
  await app.http.post('/v2/password-recovery').send({ email: ann.email }).expect(202);
  await app.mailbox.waitFor(ann.email, { subject: 'Choose a new password' });
  const unsent = `SELECT kind, state, attempts, taken_until, failure, due_at FROM outgoing_mails WHERE state <> 'sent'`;
  const untouched = { kind: 'of_a_newer_release', state: 'waiting', attempts: 0, taken_until: null, failure: null, due_at: dueAt };
  await within(5_000, async () => expect(await app.db(unsent)).toEqual([untouched]));
});
