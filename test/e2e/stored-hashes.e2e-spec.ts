import { startApp, type TestApp } from '../support/app';
import { tokenOf } from '../support/mailbox';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/** Rows that were written past the program: hashes of other systems, or cut and garbled on the way. */
const STRANGE: [string, (hash: string) => string][] = [
  ['of bcrypt', () => '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
  ['that asks for more memory than there is', (hash) => hash.replace(/m=\d+/, 'm=4294967295')],
  ['that asks for no memory', (hash) => hash.replace(/m=\d+/, 'm=0')],
  ['with a salt of three bytes', (hash) => hash.replace(/[^$]+(?=\$[^$]+$)/, 'AAAA')],
  ['cut short', (hash) => hash.slice(0, -1)],
  ['of nothing', () => ''],
];

let app: TestApp;
beforeAll(async () => (app = await startApp({ THROTTLE: 'off' })));
afterAll(() => app?.close());

describe.each(SIGN_IN_DOORS.map((door) => [door.name, door] as const))('%s', (_, door) => {
  it.each(STRANGE)('takes a stored hash %s for nobody’s password, in the words for any wrong one', async (_name, change) => {
    const person = await app.given.user();
    const wrong = await door.prove(app, person.email, 'something else');
    const [stored] = await app.db<{ hash: string }>('SELECT hash FROM passwords WHERE user_id = $1', [person.id]);
    await app.db('UPDATE passwords SET hash = $2 WHERE user_id = $1', [person.id, change(stored!.hash)]);
    const answer = await door.prove(app, person.email, person.password);
    expect(door.accepted(answer)).toBe(false);
    expect([answer.status, answer.body]).toEqual([wrong.status, wrong.body]);
  });
});

test('its owner gets in again by recovery', async () => {
  const person = await app.given.user();
  await app.db(`UPDATE passwords SET hash = '$argon2id$v=19$m=0,t=0,p=0$$' WHERE user_id = $1`, [person.id]);
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  const token = tokenOf(await app.mailbox.waitFor(person.email, { subject: /password/i }));
  const newPassword = 'Plum-Kettle-93-Harbour';
  await app.http.post('/v2/password-recovery/confirm').send({ token, newPassword }).expect(204);
  await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: newPassword }).expect(200);
});
