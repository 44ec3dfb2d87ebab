import { startApp, type TestApp } from '../support/app';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';
import { within } from '../support/within';

/* One mailbox is one address, whatever signs nobody sees are in it and however its domain is written. */

const PASSWORD = 'Right-Horse-2-Battery';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

// That of Amadis last: it changes the password.
const doors = [...SIGN_IN_DOORS].sort((a, b) => Number(a.api === 'amadis') - Number(b.api === 'amadis'));

const registrations = (email: string): [api: string, path: string, body: object][] => [
  ['native', '/v2/users', { email, password: PASSWORD }],
  ['mixapp', '/v1/signup', { email, name: 'Ann Lee' }],
  ['uprogress', '/api/v1/registrations', { user: { email, password: PASSWORD, nick: `n${nick++}`, authorization: { platform: 'x', app: 'y' } } }],
  ['amadis', '/api/user/v1/register', { name: 'Ann Lee', email, password: PASSWORD }],
  ['appmixer', '/user', { username: email, email, password: PASSWORD }],
];
let nick = 1;

const TAKEN: Record<string, [status: number, words: string]> = {
  native: [409, 'email_taken'],
  mixapp: [200, '652'],
  uprogress: [422, 'already taken'],
  amadis: [409, 'taken'],
  appmixer: [409, 'exist'],
};
const NO_ADDRESS: Record<string, [status: number, words: string]> = {
  native: [400, 'not_an_email'],
  mixapp: [200, '649'],
  uprogress: [422, 'is invalid'],
  amadis: [400, 'mail'],
  appmixer: [400, 'mail'],
};

async function told(email: string): Promise<Record<string, [status: number, text: string]>> {
  const answers: Record<string, [number, string]> = {};
  for (const [api, path, body] of registrations(email)) {
    const { status, text } = await app.http.post(path).send(body);
    answers[api] = [status, text];
  }
  return answers;
}

const expected = (table: typeof TAKEN) =>
  Object.fromEntries(Object.entries(table).map(([api, [status, words]]) => [api, [status, expect.stringContaining(words)]]));

it.each([
  ['bob@example.org\u200b', 'bob@example.org'],
  ['\u2060ben@example.org\u00ad', 'ben@example.org'],
  ['cat@xn--mnchen-3ya.example', 'cat@münchen.example'],
  ['dan@MÜNCHEN.example', 'dan@xn--mnchen-3ya.example'],
])('%j is the account of %j for every API', async (spelling, email) => {
  await app.http.post('/v2/users').send({ email, password: PASSWORD });
  expect(await told(spelling)).toEqual(expected(TAKEN));
  for (const door of doors) {
    expect([door.api, door.accepted(await door.prove(app, spelling, PASSWORD))]).toEqual([door.api, true]);
  }
});

it.each(['bo\u200bb@example.org', 'bob@exam\u00adple.org', 'bob@ſite.com', 'bob@ﬁrma.com', 'bob@日本。com'])('%j is no address for any API', async (email) => {
  expect(await told(email)).toEqual(expected(NO_ADDRESS));
});

it('mails an address once a minute, however it is written', async () => {
  const email = 'eve@münchen.example';
  await app.given.user({ email });
  for (const spelling of ['eve@xn--mnchen-3ya.example', email, `${email}\u200b`, '\u200beve@MÜNCHEN.example']) {
    await app.http.post('/v2/password-recovery').send({ email: spelling }).expect(202);
  }
  await app.mailbox.waitFor('eve@xn--mnchen-3ya.example', { subject: 'Choose a new password' });
  await within(5_000, async () => expect(await app.db(`SELECT kind FROM outgoing_mails WHERE state = 'waiting'`)).toEqual([]));
  expect(await app.db(`SELECT count(*)::int AS mails FROM outgoing_mails WHERE kind = 'recover_password' AND state = 'sent'`)).toEqual([{ mails: 1 }]);
});

describe('a username', () => {
  it.each(['a\u200bnn', 'an\u00adn', 'n\u202ena', 'ann＠example.org', 'ann﹫example.org'])('that looks like another one is refused: %j', async (username) => {
    const email = `user-${nick++}@example.org`;
    const { body } = await app.http.post('/v2/users').send({ email, username, password: PASSWORD }).expect(400);
    expect(body).toMatchObject({ errors: [{ field: 'username', code: 'control_characters' }] });
    expect((await app.http.post('/user').send({ email, username, password: PASSWORD }).expect(400)).text).toContain('username');
    const authorization = { platform: 'x', app: 'y' };
    const { text } = await app.http
      .post('/api/v1/registrations')
      .send({ user: { email, password: PASSWORD, nick: username, authorization } })
      .expect(422);
    expect(text).toContain('nick');
    expect(await app.db('SELECT id FROM users WHERE email = $1', [email])).toEqual([]);
    const phone = await app.given.session(await app.given.user());
    await phone.patch('/v2/users/me').send({ username }).expect(400);
  });

  it('of invisible signs alone is none, and those around one are lost', async () => {
    const phone = await app.given.session(await app.given.user());
    expect((await phone.patch('/v2/users/me').send({ username: '\u200bann-seen\u200b' }).expect(200)).body).toMatchObject({ username: 'ann-seen' });
    expect((await phone.patch('/v2/users/me').send({ username: '\u200b\u3164' }).expect(400)).body).toMatchObject({ errors: [{ code: 'blank' }] });
  });
});
