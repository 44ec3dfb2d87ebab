import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { TestApp } from '../support/app';
import { openTab, PHONE, type Tab } from '../support/browser';
import { useBrowser } from '../support/browser-app';
import type { Person } from '../support/factories';
import { linkOf } from '../support/mailbox';

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

async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.goto(`${app.baseUrl}/account/sessions`);
  await page.getByLabel('E-mail address or username').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
}

const devicesOn = (page: Page) => page.getByRole('heading', { level: 2 }).allTextContents();

test.each([true, false])('the list of sessions: end one, end all others, sign out; with JavaScript: %s', async (javaScriptEnabled) => {
  tab = await openTab(browser, { javaScriptEnabled, viewport: PHONE });
  const { page } = tab;
  const person = await app.given.user();
  const phone = await app.given.session(person, { label: 'Phone' });
  const tablet = await app.given.session(person, { label: 'Tablet' });
  const laptop = await app.given.session(person, { label: 'Laptop' });

  await signIn(page, person);
  expect(await devicesOn(page)).toEqual(['Chrome on Linux This browser', 'Laptop', 'Tablet', 'Phone']);
  await page.getByRole('listitem').filter({ hasText: 'Tablet' }).getByRole('button', { name: 'End this session' }).click();
  expect(await page.getByRole('status').textContent()).toBe('That session is ended.');
  expect(await devicesOn(page)).toEqual(['Chrome on Linux This browser', 'Laptop', 'Phone']);
  await tablet.get('/v2/users/me').expect(401);
  await phone.get('/v2/users/me').expect(200);

  await page.getByRole('button', { name: 'End all other sessions' }).click();
  expect(await devicesOn(page)).toEqual(['Chrome on Linux This browser']);
  for (const device of [phone, laptop]) await device.get('/v2/users/me').expect(401);

  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: 'latchkey', httpOnly: true, sameSite: 'Lax', path: '/', expires: -1 });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.context().cookies()).toEqual([]);
  await page.goBack();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('reloading after a form sends nothing twice', async () => {
  tab = await openTab(browser);
  const { page } = tab;
  const person = await app.given.user();
  await app.given.session(person, { label: 'Phone' });
  await signIn(page, person);
  await page.getByRole('button', { name: 'End this session' }).click();
  await page.waitForURL('**/account/sessions?done=ended');
  const posts: string[] = [];
  page.on('request', (request) => (request.method() === 'POST' ? posts.push(request.url()) : undefined));
  await page.reload();
  expect(posts).toEqual([]);
});

test('the notice of a wrong device: this wasn’t me, and on to a new password', async () => {
  tab = await openTab(browser, { javaScriptEnabled: false });
  const { page } = tab;
  const person = await app.given.user();
  const own = await app.given.session(person);
  const strange = await app.given.session(person, { label: "Eve's laptop" });
  await page.goto(linkOf(await app.mailbox.waitFor(person.email, { subject: 'New sign-in to your account' })));
  expect(await page.getByRole('main').textContent()).toContain("Eve's laptop");
  await strange.get('/v2/users/me').expect(200);
  await page.getByRole('button', { name: /^This wasn’t me/ }).click();
  await strange.get('/v2/users/me').expect(401);
  await own.get('/v2/users/me').expect(200);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
  await own.get('/v2/users/me').expect(401);
  await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: NEW_PASSWORD }).expect(200);
});

test('confirming an address, by the password and by a new one', async () => {
  tab = await openTab(browser, { javaScriptEnabled: false });
  const { page } = tab;
  const person = await app.given.user();
  const phone = await app.given.session(person);
  await page.goto(linkOf(await app.mailbox.waitFor(person.email, { subject: /^Welcome/ })));
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Confirm my address', exact: true }).click();
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
  await phone.get('/v2/users/me').expect(200, /"emailVerified":true/);

  const other = await app.given.user();
  await page.goto(linkOf(await app.mailbox.waitFor(other.email, { subject: /^Welcome/ })));
  await page.getByText('I don’t know the password').click();
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Confirm my address and set this password' }).click();
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
  await app.http.post('/v2/auth/sign-in').send({ email: other.email, password: NEW_PASSWORD }).expect(200);
});

test('another site can neither frame a page nor post its forms', async () => {
  tab = await openTab(browser);
  const { page } = tab;
  const person = await app.given.user();
  const phone = await app.given.session(person);
  await signIn(page, person);
  const evil = await openTab(browser);
  await evil.page.context().addCookies(await page.context().cookies());
  // Another site to the browser, though at the same address: it goes by the name.
  const frame = `<iframe src="${app.baseUrl}/account/sessions"></iframe>`;
  const form = `<form method="post" action="${app.baseUrl}/account/sessions/end-others"><button>Win</button></form>`;
  const site = createServer((_, response) => void response.setHeader('content-type', 'text/html').end(frame + form));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  await evil.page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
  expect(evil.complaints.join()).toMatch(/frame-ancestors|X-Frame-Options/i);
  const answered = evil.page.waitForResponse((response) => response.request().method() === 'POST');
  await evil.page.getByRole('button', { name: 'Win' }).click();
  expect((await answered).status()).toBe(403);
  await evil.close();
  await new Promise((resolve) => site.close(resolve));
  await phone.get('/v2/users/me').expect(200);
});
