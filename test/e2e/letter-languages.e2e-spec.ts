import { startApp, type TestApp } from '../support/app';

const PASSWORD = 'Right-Horse-1-Staple';
const RECOVER = { de: 'Wählen Sie ein neues Passwort', fr: 'Choisissez un nouveau mot de passe', ru: 'Выберите новый пароль', en: 'Choose a new password' };

const plain = (email: string) => ({ email });

/** How each API asks for a recovery mail. */
const DOORS = [
  { api: 'native', path: '/v2/password-recovery', body: plain, subject: RECOVER.ru },
  { api: 'mixapp', path: '/v1/repair', body: plain, subject: RECOVER.ru },
  // Its documents fix the subject.
  { api: 'uprogress', path: '/api/v1/sessions/restore_password', body: (email: string) => ({ user: { email } }), subject: 'Restore password' },
  { api: 'appmixer', path: '/user/forgot-password', body: plain, subject: RECOVER.ru },
];

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off', LEGACY_RECOVERY: 'safe' });
});
afterAll(() => app?.close());

let serial = 0;
/** An account without a language, whose welcome has come. */
async function person(): Promise<string> {
  const { email } = await app.given.user({ email: `person-${++serial}@languages.example.com` });
  await app.mailbox.waitFor(email);
  return email;
}

const prefer = (language: string) => ({ 'accept-language': language });

test('whoever signs up gets letters in the language of the request', async () => {
  await app.http.post('/v2/users').set(prefer('de-CH, en;q=0.5')).send({ email: 'ann@example.com', password: PASSWORD, name: 'Ann' }).expect(201);
  const { subject, text, html } = await app.mailbox.waitFor('ann@example.com');
  expect(subject).toBe('Willkommen bei Latchkey: Bitte bestätigen Sie Ihre Adresse');
  expect(text).toMatch(/^Guten Tag Ann,\n\nwillkommen bei Latchkey\./);
  expect(html).toContain('<html lang="de" dir="ltr">');
  await app.http.post('/v2/password-recovery').set(prefer('fr')).send({ email: 'ann@example.com' }).expect(202);
  await app.mailbox.waitFor('ann@example.com', { subject: RECOVER.de });
});

test('the language of the account wins over the request’s', async () => {
  const owner = await app.given.user({ email: 'owner@example.com' });
  const phone = await app.given.session(owner);
  await phone.patch('/v2/users/me').send({ locale: 'fr' }).expect(200);
  await app.http.post('/v2/password-recovery').set(prefer('ru')).send({ email: owner.email }).expect(202);
  await app.mailbox.waitFor(owner.email, { subject: RECOVER.fr });
});

test.each(DOORS)('through $api an account without a language is written to in that of the request', async ({ path, body, subject }) => {
  const email = await person();
  await app.http
    .post(path)
    .set(prefer('nl, ru;q=0.5'))
    .send(body(email))
    .expect(path.startsWith('/v2') ? 202 : 200);
  const { text, html } = await app.mailbox.waitFor(email, { subject });
  expect(text).toMatch(/^Здравствуйте!\n/);
  expect(html).toContain('<html lang="ru" dir="ltr">');
});

test('a page that was switched to a language asks for the letter in it', async () => {
  const email = await person();
  const origin = { ...prefer('ru'), origin: app.baseUrl };
  await app.http.post('/account/recover?lang=de').set(origin).type('form').send({ email }).expect(200);
  await app.mailbox.waitFor(email, { subject: RECOVER.de });
});

test('a notice too is in the language of the request that causes it', async () => {
  const owner = await app.given.user({ email: 'changer@example.com' });
  const phone = await app.given.session(owner);
  const change = { currentPassword: owner.password, newPassword: 'Staple-Battery-22' };
  await phone.put('/v2/users/me/password').set(prefer('es')).send(change).expect(204);
  await app.mailbox.waitFor(owner.email, { subject: 'Su contraseña ha cambiado' });
});

test.each([undefined, '*', 'nl', '{{7*7}}', '__proto__', `${'xx,'.repeat(2_000)}de`, 'de;q=0'])('with Accept-Language %j it is English', async (language) => {
  const email = await person();
  await app.http
    .post('/v2/password-recovery')
    .set(language === undefined ? {} : prefer(language))
    .send({ email })
    .expect(202);
  expect((await app.mailbox.waitFor(email, { subject: RECOVER.en })).text).toMatch(/^Hello,\n/);
});

test('what is stored of a mail is the language, not the header', async () => {
  const email = await person();
  await app.http.post('/v2/password-recovery').set(prefer('zh-TW, en;q=0.1')).send({ email }).expect(202);
  await app.mailbox.waitFor(email, { subject: '请设置新密码' });
  expect(await app.db('SELECT DISTINCT locale FROM outgoing_mails ORDER BY locale')).toContainEqual({ locale: 'zh' });
  expect(await app.db("SELECT FROM outgoing_mails WHERE locale NOT IN ('en', 'de', 'es', 'fr', 'ru', 'zh')")).toEqual([]);
});

test('a name that turns the direction of writing, hides or counts is inert in the letter', async () => {
  const name = '\u202e{{7*7}}\u200b\u2066<b>Ann</b>';
  await app.http.post('/v2/users').set(prefer('fr')).send({ email: 'inert@example.com', password: PASSWORD, name }).expect(201);
  const { text, html } = await app.mailbox.waitFor('inert@example.com');
  expect(text).toMatch(/^Bonjour \{\{7\*7\}\} <b>Ann<\/b>,\n/);
  expect(html).toContain('>Bonjour {{7*7}} &lt;b&gt;Ann&lt;/b&gt;,</p>');
  expect(text + html).not.toMatch(/[\u202e\u200b\u2066]/);
});

test('a stored language that this release does not know stops no letter', async () => {
  const email = await person();
  await app.db("UPDATE users SET locale = 'it' WHERE email = $1", [email]);
  await app.http.post('/v2/password-recovery').set(prefer('de')).send({ email }).expect(202);
  await app.mailbox.waitFor(email, { subject: RECOVER.de });
});
