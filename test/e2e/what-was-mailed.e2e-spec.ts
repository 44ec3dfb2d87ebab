import { AppmixerAdmin } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { linkOf, tokenOf } from '../support/mailbox';
import { Visitor } from '../support/visitor';

/*
 * Links and codes that were mailed, and letters that are about to be, may be in the hands of whoever an account is taken away from.
 * So every act of that kind ends them, and none more than it must: each is tried with one secret and one waiting letter of every kind.
 */

const SECRETS = ['email_change', 'email_change_undo', 'email_confirmation', 'recovery', 'recovery_code', 'session_denial', 'uprogress_recovery'];
const LETTERS = ['address_change_notice', 'confirm_address', 'confirm_new_address', 'new_device', 'recover_password', 'welcome'];
const NEW = 'Staple-Battery-2-Horse';

let app: TestApp;
let visitor: Visitor;
let admin: AppmixerAdmin;
let person: Person;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  visitor = new Visitor(app.baseUrl);
  admin = await AppmixerAdmin.of(app);
});
afterAll(() => app?.close());
beforeEach(async () => {
  person = await app.given.user({ verified: true });
});

const phone = () => app.given.session(person);
const newAddress = () => `new-${person.email}`;
const mailed = (subject: string) => app.mailbox.waitFor(person.email, { subject });

/** Asks for another address. @returns the token that confirms it */
async function askedToMove(): Promise<string> {
  const asking = await phone();
  await asking.post('/v2/users/me/email').send({ newEmail: newAddress(), currentPassword: person.password }).expect(202);
  return tokenOf(await app.mailbox.waitFor(newAddress()));
}

async function answered(link: string, values: Record<string, string> = {}): Promise<void> {
  expect((await visitor.submit(await visitor.open(link), values)).status).toBe(200);
}

/** Each act, once what it needs is there. */
const ACTS: Record<string, () => Promise<() => PromiseLike<unknown>>> = {
  'a change of the password': async () => {
    const own = await phone();
    return () => own.put('/v2/users/me/password').send({ currentPassword: person.password, newPassword: NEW }).expect(204);
  },
  'a reset of the password': () => Promise.resolve(() => app.http.patch('/api/user/v1/resetpassword').send({ email: person.email }).expect(200)),
  'a new address that is confirmed': async () => {
    const token = await askedToMove();
    return () => app.http.post('/v2/users/email-confirmations').send({ token, password: person.password }).expect(204);
  },
  'another address by an admin': async () => {
    const id = await admin.idOf(person);
    return () => admin.put(id, { email: newAddress() }).expect(200);
  },
  'a change of the address that is taken back': async () => {
    await askedToMove();
    const link = linkOf(await mailed('Your e-mail address is about to change'));
    return () => answered(link);
  },
  'a sign-in that was not theirs': async () => {
    await phone();
    await app.given.session(person, { label: "Eve's laptop" });
    const link = linkOf(await mailed('New sign-in to your account'));
    return () => answered(link);
  },
  'a No to the reset that an app waits for': async () => {
    await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
    const token = tokenOf(await mailed('Choose a new password'));
    return () => answered(`/account/recovery-request?token=${token}`, { answer: 'no' });
  },
};

const RECOVERY = ['recovery', 'recovery_code', 'uprogress_recovery'];
const BUT_THE_UNDO = SECRETS.filter((purpose) => purpose !== 'email_change_undo');
const LETTERS_BUT_ITS = LETTERS.filter((kind) => kind !== 'address_change_notice');

test.each([
  ['a change of the password', ['email_change', ...RECOVERY], ['confirm_new_address', 'recover_password']],
  ['a reset of the password', BUT_THE_UNDO, LETTERS_BUT_ITS],
  ['a new address that is confirmed', BUT_THE_UNDO, LETTERS_BUT_ITS],
  ['another address by an admin', SECRETS, LETTERS],
  ['a change of the address that is taken back', SECRETS, LETTERS],
  ['a sign-in that was not theirs', ['recovery', 'recovery_code'], []],
  ['a No to the reset that an app waits for', RECOVERY, ['recover_password']],
])('%s', async (name, deadSecrets, deadLetters) => {
  const act = await ACTS[name]!();
  const secrets = await app.db<{ id: string }>(
    `INSERT INTO one_time_secrets (id, user_id, purpose, digest, created_at, expires_at)
      SELECT gen_random_uuid(), $1, purpose, decode(md5(purpose || gen_random_uuid()), 'hex'), now(), now() + interval '1 day'
        FROM unnest($2::text[]) AS purpose RETURNING id`,
    [person.id, SECRETS],
  );
  const letters = await app.db<{ id: string }>(
    `INSERT INTO outgoing_mails (id, user_id, kind, created_at, due_at, give_up_at)
      SELECT gen_random_uuid(), $1, kind, now(), now() + interval '1 hour', now() + interval '1 day' FROM unnest($2::text[]) AS kind RETURNING id`,
    [person.id, LETTERS],
  );
  await act();
  const ids = (rows: { id: string }[]) => [rows.map(({ id }) => id)];
  const good = await app.db<{ purpose: string }>('SELECT purpose FROM one_time_secrets WHERE used_at IS NULL AND id = ANY ($1)', ids(secrets));
  const waiting = await app.db<{ kind: string }>('SELECT kind FROM outgoing_mails WHERE id = ANY ($1)', ids(letters));
  expect(good.map(({ purpose }) => purpose).sort()).toEqual(SECRETS.filter((purpose) => !deadSecrets.includes(purpose)));
  expect(waiting.map(({ kind }) => kind).sort()).toEqual(LETTERS.filter((kind) => !deadLetters.includes(kind)));
});
