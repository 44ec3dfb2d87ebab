import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';
import { BAD_NAME, BAD_PASSWORD, MixappClient, type MixappDevice, type MixappUser, UNAUTHORIZED } from '../support/mixapp-client';
import { storeOf } from '../support/store';

const KIB = 1024;
const INTERNAL_ERROR = { error_code: 500, error_message: 'Internal error', more_info: '' };
const TOO_LARGE = { error_code: 413, error_message: 'Payload Too Large', more_info: '' };

let app: TestApp;
let mixapp: MixappClient;
let ann: Person;
let phone: MixappDevice;

beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  mixapp = new MixappClient(app);
});
afterAll(() => app?.close());

beforeEach(async () => {
  ann = await app.given.user({ name: 'Ann Lee' });
  phone = await mixapp.signIn(ann);
});

async function updated(device: MixappDevice, changes: object): Promise<MixappUser> {
  const { body } = await device.update(changes).expect(200);
  return (body as { user: MixappUser }).user;
}

test('a new password ends the other sessions, of every API, and keeps the one that asked with its token', async () => {
  const tablet = await mixapp.signIn(ann);
  const native = await app.given.session(ann);
  await updated(phone, { password: 'chosen anew' });
  await tablet.update({}).expect(200, UNAUTHORIZED);
  await native.get('/v2/users/me').expect(401);
  await mixapp.post('signin', ann).expect(200, UNAUTHORIZED);
  expect((await updated(phone, {})).name).toBe('Ann Lee');
  expect((await updated(await mixapp.signIn({ ...ann, password: 'chosen anew' }), {})).id).toBe(phone.user.id);
  expect((await app.mailbox.waitFor(ann.email, { subject: /password/i })).text).not.toContain('chosen anew');
});

test('what is changed by Mixapp is changed in the one store', async () => {
  await updated(phone, { name: 'Another', avatar: 'wefwef' });
  const native = await app.given.session(ann);
  const { body } = await native.get('/v2/users/me').expect(200);
  expect(body).toMatchObject({ name: 'Another', avatar: 'wefwef', email: ann.email });
  await updated(phone, { avatar: '' });
  expect((await native.get('/v2/users/me').expect(200)).body).toMatchObject({ name: 'Another', avatar: null });
});

test('the fingerprint is stable until the password changes, differs between people, and is nothing of the stored hash', async () => {
  const first = phone.user.password;
  expect((await updated(phone, { name: 'Another', password: '' })).password).toBe(first);
  expect((await mixapp.signIn(ann)).user.password).toBe(first);
  const twin = await app.given.user({ password: ann.password });
  expect((await mixapp.signIn(twin)).user.password).not.toBe(first);

  const renewed = (await updated(phone, { password: 'chosen anew' })).password;
  const again = (await updated(phone, { password: ann.password })).password;
  expect(new Set([first, renewed, again]).size).toBe(3);
  const [stored] = await app.db<{ hash: string }>('SELECT hash FROM passwords WHERE user_id = $1', [ann.id]);
  expect(stored?.hash).not.toContain(again);
});

test('a refused password leaves the name as it was, and a name that cannot be stored leaves the password and the sessions', async () => {
  const tablet = await mixapp.signIn(ann);
  const before = await storeOf(app);
  await phone.update({ name: 'Another', avatar: 'x', password: 'short' }).expect(200, BAD_PASSWORD);
  expect(await storeOf(app)).toEqual(before);

  await app.db(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.name = 'Refused' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$`);
  await app.db('CREATE TRIGGER refuse BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION refuse()');
  await phone.update({ name: 'Refused', avatar: 'x', password: 'chosen anew' }).expect(500, INTERNAL_ERROR);
  expect(await storeOf(app)).toEqual(before);
  await app.db('DROP FUNCTION refuse CASCADE');
  expect((await updated(tablet, {})).name).toBe('Ann Lee');
  expect(app.mailbox.all(ann.email).filter(({ subject }) => /password/i.test(subject))).toEqual([]);
});

test('a picture of 256 KiB is stored as it came; a larger one is refused, by its own size or the body’s', async () => {
  const picture = `${'"\n'.repeat(128 * KIB)}`;
  expect((await updated(phone, { avatar: picture })).avatar).toBe(picture);
  const before = await storeOf(app);
  await phone.update({ avatar: `${picture}x` }).expect(413, TOO_LARGE);
  await phone.update({ avatar: 'x'.repeat(600 * KIB) }).expect(413, TOO_LARGE);
  await phone.update({ name: 'Anna', avatar: `${picture}x` }).expect(413, TOO_LARGE);
  expect(await storeOf(app)).toEqual(before);
});

test('a session that is ended while the new password is hashed no longer changes it', async () => {
  const update = () => phone.update({ name: 'Mallory', password: 'chosen by a thief' }).then(({ body }) => body as unknown);
  const answer = await changedMeanwhile(app, ann.id, update, 'UPDATE sessions SET ended_at = now() WHERE user_id = $1');
  expect(answer).toEqual(UNAUTHORIZED);
  expect((await mixapp.signIn(ann)).user.name).toBe('Ann Lee');
});

test.each([['Bo'], [null]])('whoever has the name %p from elsewhere can send back all that was shown', async (name) => {
  const bo = await app.given.user(name === null ? {} : { name });
  await app.db('UPDATE users SET name = $2 WHERE id = $1', [bo.id, name]);
  const tablet = await mixapp.signIn(bo);
  const shown = tablet.user.name;
  expect(shown).toBe(name ?? '');
  expect(await updated(tablet, { name: shown, avatar: 'wefwef', password: 'chosen anew' })).toMatchObject({ name: shown, avatar: 'wefwef' });
  expect(await app.db('SELECT name FROM users WHERE id = $1', [bo.id])).toEqual([{ name }]);
  expect((await mixapp.signIn({ ...bo, password: 'chosen anew' })).user.name).toBe(shown);

  const before = await storeOf(app);
  for (const other of ['Al', '\u200b'.repeat(5), ...(name === null ? [] : [''])]) {
    await tablet.update({ name: other, avatar: 'x', password: 'short' }).expect(200, BAD_NAME);
    await tablet.update({ name: other, password: 'chosen once more' }).expect(200, BAD_NAME);
  }
  expect(await storeOf(app)).toEqual(before);
  expect((await updated(tablet, { name: 'Longer' })).name).toBe('Longer');
});
