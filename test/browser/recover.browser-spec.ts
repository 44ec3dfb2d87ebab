import type { Browser } from 'playwright-core';
import { violationsOn } from '../support/accessibility';
import type { TestApp } from '../support/app';
import { openTab, PHONE, type Tab } from '../support/browser';
import { useBrowser } from '../support/browser-app';
import type { Person } from '../support/factories';
import { codeIn, linkOf } from '../support/mailbox';

const NEW_PASSWORD = 'A-Brand-New-Horse-1';

let app: TestApp;
let browser: Browser;
let tab: Tab;
useBrowser({ THROTTLE: 'off' }, (opened) => ({ app, browser } = opened));
afterEach(async () => {
  const { complaints } = tab;
  await tab.close();
  expect(complaints).toEqual([]);
});

const recoveryMail = ({ email }: Person) => app.mailbox.waitFor(email, { subject: 'Choose a new password' });
const signIn = ({ email }: Person, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

test.each([true, false])('from the mail to the new password, with JavaScript: %s', async (javaScriptEnabled) => {
  tab = await openTab(browser, { javaScriptEnabled, viewport: PHONE });
  const { page } = tab;
  const person = await app.given.user();
  const phone = await app.given.session(person);

  await page.goto(`${app.baseUrl}/account/recover`);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  expect(await page.getByRole('heading').textContent()).toBe('Look into your mailbox');

  await page.goto(linkOf(await recoveryMail(person)));
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Set the new password' }).click();
  expect(await page.getByRole('heading').textContent()).toBe('Your password is changed');

  await phone.get('/v2/users/me').expect(401);
  await signIn(person, person.password).expect(401);
  await signIn(person, NEW_PASSWORD).expect(200);
});

// In a field of addresses browsers refuse the first two, and write the domain of the last, as earlier versions took it, in ASCII.
test.each(['åsa@x.example', 'zw\u200bin@x.example', 'dot@x。example.com'])('the person at %j is sent a code, and sets a password with it', async (email) => {
  tab = await openTab(browser);
  const { page } = tab;
  const person = { ...(await app.given.user()), email };
  await app.db('UPDATE users SET email = $2 WHERE id = $1', [person.id, email]);
  await page.goto(`${app.baseUrl}/account/recover`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  const mail = await app.mailbox.waitFor(email.replace('。', '.'), { subject: 'Choose a new password' });

  await page.goto(`${app.baseUrl}/account/recover/confirm`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Code').fill(codeIn(mail));
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
  await signIn(person, NEW_PASSWORD).expect(200);
});

test('a mail scanner opens the link, in a browser and without; the person’s form still works', async () => {
  tab = await openTab(browser);
  const { page } = tab;
  const person = await app.given.user();
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  const link = linkOf(await recoveryMail(person));
  const scanner = await openTab(browser);
  for (let opened = 0; opened < 3; opened++) expect((await scanner.page.goto(link))?.status()).toBe(200);
  expect((await scanner.page.request.head(link)).status()).toBe(200);
  expect(scanner.complaints).toEqual([]);
  await scanner.close();
  await signIn(person, person.password).expect(200);

  await page.goto(link);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByLabel('New password').press('Enter');
  expect(await page.getByRole('heading').textContent()).toBe('Your password is changed');
  await signIn(person, NEW_PASSWORD).expect(200);
});

test('a refused password is said on the form, by the field, and the next one is taken', async () => {
  tab = await openTab(browser, { javaScriptEnabled: false });
  const { page } = tab;
  const person = await app.given.user();
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  await page.goto(linkOf(await recoveryMail(person)));
  const field = page.getByLabel('New password');
  // Longer than any password may be, which the browser itself does not refuse.
  await field.fill('x'.repeat(129));
  await field.press('Enter');
  expect(await page.getByRole('alert').textContent()).toContain('at most 128 characters');
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill(NEW_PASSWORD);
  await field.press('Enter');
  expect(await page.getByRole('heading').textContent()).toBe('Your password is changed');
});

test('while a new password is typed its strength is shown, and the one that was taken is told', async () => {
  tab = await openTab(browser);
  const { page } = tab;
  const person = await app.given.user();
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  const opened = await page.goto(linkOf(await recoveryMail(person)));
  expect(opened?.headers()['content-security-policy']).toMatch(/; script-src 'sha256-[\w+/]{43}='$/);
  const field = page.getByLabel('New password');
  const shown = page.locator('.strength');
  expect(await shown.isVisible()).toBe(false);
  for (const [password, strength] of [
    ['short', 'too weak'],
    ['Kq7-xWz2', 'just enough'],
    ['Kq7-xWz2-mPo', 'fair'],
    ['correct horse b', 'good'],
    ['correct horse battery', 'very good'],
  ] as const) {
    await field.fill(password);
    expect([password, await shown.locator('output').textContent()]).toEqual([password, strength]);
  }
  expect(await shown.isVisible()).toBe(true);
  expect(await violationsOn(page)).toEqual([]);
  await field.press('Enter');
  expect(await page.locator('.strength').textContent()).toMatch(/very good/);
});

test('a password manager finds its fields, and nothing keeps a person from pasting', async () => {
  tab = await openTab(browser);
  const { page } = tab;
  const person = await app.given.user();
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  await page.goto(linkOf(await recoveryMail(person)));
  expect(await page.getByLabel('New password').getAttribute('autocomplete')).toBe('new-password');
  const isPasted = 'document.activeElement.dispatchEvent(new ClipboardEvent("paste", { cancelable: true, bubbles: true }))';
  await page.getByLabel('New password').focus();
  expect(await page.evaluate(isPasted)).toBe(true);
  await page.keyboard.insertText(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByRole('link', { name: 'See where you are signed in' }).click();
  expect(await page.getByLabel('E-mail address or username').getAttribute('autocomplete')).toBe('username');
  expect(await page.getByLabel('Password').getAttribute('autocomplete')).toBe('current-password');
  await page.getByLabel('E-mail address or username').fill(person.email);
  await page.getByLabel('Password').focus();
  await page.keyboard.insertText(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
});
