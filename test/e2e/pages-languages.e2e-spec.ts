import { startApp, type TestApp } from '../support/app';
import { linkOf } from '../support/mailbox';
import { Visitor } from '../support/visitor';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

test('a page is in the language that the browser prefers, and says which', async () => {
  const page = await new Visitor(app.baseUrl, { 'accept-language': 'de-AT, en;q=0.5' }).open('/account/recover');
  expect(page.title).toBe('Neues Passwort wählen');
  expect(page.html).toContain('<html lang="de">');
  expect((await new Visitor(app.baseUrl, { 'accept-language': 'sv' }).open('/account/recover')).title).toBe('Choose a new password');
});

test('a language that is chosen stays, through forms, links and redirects', async () => {
  const person = await app.given.user();
  const visitor = new Visitor(app.baseUrl, { 'accept-language': 'en' });
  const recover = await visitor.open((await visitor.open('/account/recover')).link('Français'));
  const sent = await visitor.submit(recover, { email: person.email });
  expect(sent.title).toBe('Consultez votre messagerie');
  const form = await visitor.open(`${linkOf(await app.mailbox.waitFor(person.email, { subject: /password|passe/ }))}&lang=fr`);
  expect(form.title).toBe('Choisir un nouveau mot de passe');
  const again = await visitor.submit(form, { newPassword: 'short' });
  expect(again).toMatchObject({ status: 400, fault: 'Le nouveau mot de passe doit compter au moins 8 caractères.' });
  const russian = await visitor.open(again.link('Русский'));
  expect(russian.title).toBe('Выбрать новый пароль');
  const changed = await visitor.submit(russian, { newPassword: 'A-Brand-New-Horse-1' });
  expect(changed.title).toBe('Ваш пароль изменён');

  const signIn = await visitor.open(changed.link('Посмотреть, где выполнен вход'));
  const sessions = await visitor.submitAndFollow(signIn, { identifier: person.email, password: 'A-Brand-New-Horse-1' });
  expect(sessions.title).toBe('Где выполнен вход');
  expect(sessions.html).toMatch(/<dd>только что \(\d+ [а-я]+ \d{4} г\. в \d\d:\d\d UTC\)<\/dd>/);
  const out = { ...sessions, forms: sessions.forms.filter(({ action }) => action.includes('sign-out')) };
  expect((await visitor.submitAndFollow(out, {})).title).toBe('Вход');
});

test('a failure is told in the language too', async () => {
  const visitor = new Visitor(app.baseUrl, { 'accept-language': 'zh-CN' });
  expect(await visitor.open('/account/recover/confirm?token=x')).toMatchObject({ status: 400, title: '此链接已失效' });
  expect(await visitor.open('/account/nothing')).toMatchObject({ status: 404, title: '未找到' });
});
