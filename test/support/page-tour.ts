import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { TestApp } from './app';
import { openTab } from './browser';
import type { Person } from './factories';

const NEW_PASSWORD = 'A-Brand-New-Horse-1';
const TOO_LONG = 'x'.repeat(129);

/** Is called at every page, with a name for what it shows. */
export type Visit = (name: string) => Promise<void>;

/** Looks at every page in a fresh tab, of which the browser must not complain. @returns the names of the pages, in order */
export async function tourPages(
  app: TestApp,
  browser: Browser,
  options: BrowserContextOptions,
  look: (page: Page, name: string) => Promise<void>,
): Promise<string[]> {
  const tab = await openTab(browser, options);
  const seen: string[] = [];
  const visit: Visit = async (name) => {
    seen.push(name);
    await look(tab.page, name);
  };
  await new PageTour(app, tab.page, visit).all();
  expect(tab.complaints).toEqual([]);
  await tab.close();
  return seen;
}

/** A person's way through every page, in one tab, in whatever language it speaks. The app needs `LEGACY_RECOVERY=safe`. */
export class PageTour {
  constructor(
    private readonly app: TestApp,
    private readonly page: Page,
    private readonly visit: Visit,
  ) {}

  async all(): Promise<void> {
    await this.recovery();
    await this.confirmation();
    await this.request();
    await this.denial();
    await this.undo();
    await this.sessions();
  }

  /** From the question for a mail to the new password, and the link once it is used. */
  async recovery(): Promise<void> {
    const person = await this.app.given.user();
    await this.open('/account/recover');
    await this.visit('recover');
    await this.fill({ email: 'ann@example' });
    await this.visit('recover-refused');
    await this.fill({ email: person.email });
    await this.visit('recover-sent');
    const link = await this.linkTo(person, '/account/recover/confirm');
    await this.page.goto(link);
    await this.visit('choose-password');
    await this.fill({ newPassword: TOO_LONG });
    await this.visit('choose-password-refused');
    await this.fill({ newPassword: NEW_PASSWORD });
    await this.visit('password-changed');
    await this.page.goto(link);
    await this.visit('dead-link');
    await this.open('/account/recover/confirm');
    await this.visit('recover-by-code');
    await this.open('/account/nothing');
    await this.visit('not-found');
  }

  async confirmation(): Promise<void> {
    const person = await this.app.given.user();
    await this.page.goto(await this.linkTo(person, '/account/confirm-email'));
    await this.visit('confirm-email');
    await this.fill({ password: 'Not-My-Horse-1' });
    await this.page.locator('summary').click();
    await this.visit('confirm-email-refused');
    await this.fill({ password: person.password });
    await this.visit('email-confirmed');
  }

  /** "Did you ask for this?", of a legacy app. */
  async request(): Promise<void> {
    const person = await this.app.given.user();
    await this.askByApp(person);
    const link = await this.linkTo(person, '/account/recovery-request');
    await this.page.goto(link);
    await this.visit('recovery-request');
    await this.page.locator('button[value=yes]').click();
    await this.visit('recovery-request-approved');
    await this.page.goto(link);
    await this.visit('recovery-request-after-yes');
    await this.page.locator('button[value=no]').click();
    await this.visit('recovery-request-denied');
    const other = await this.app.given.user();
    await this.askByApp(other);
    const token = new URL(await this.linkTo(other, '/account/recovery-request')).searchParams.get('token');
    await this.askByApp(other);
    await this.waitForRequests(other, 2);
    await this.open(`/account/recovery-request?token=${token}`);
    await this.visit('recovery-request-no-yes');
    const third = await this.app.given.user();
    await this.app.http.post('/v2/password-recovery').send({ email: third.email }).expect(202);
    await this.page.goto((await this.linkTo(third, '/account/recover/confirm')).replace('recover/confirm', 'recovery-request'));
    await this.visit('recovery-request-nothing');
  }

  /** "Was this you?" */
  async denial(): Promise<void> {
    const person = await this.app.given.user();
    await this.app.given.session(person);
    await this.app.given.session(person, { label: "Eve's laptop" });
    await this.page.goto(await this.linkTo(person, '/account/not-me'));
    await this.visit('not-me');
    await this.page.locator('main button').click();
    await this.visit('not-me-denied');
  }

  /** From the notice to the old address. */
  async undo(): Promise<void> {
    const person = await this.app.given.user({ verified: true });
    const phone = await this.app.given.session(person);
    const newEmail = `new-${person.email}`;
    await phone.post('/v2/users/me/email').send({ newEmail, currentPassword: person.password }).expect(202);
    const undo = await this.linkTo(person, '/account/undo-email-change');
    await this.page.goto(undo);
    await this.visit('undo-email-change');
    await this.page.goto(await this.linkTo({ email: newEmail }, '/account/confirm-email'));
    await this.visit('confirm-email-change');
    await this.fill({ password: person.password });
    await this.app.given.user({ email: person.email });
    await this.page.goto(undo);
    await this.visit('undo-email-change-squatted');
    await this.page.locator('main button').click();
    await this.visit('undo-email-change-done');
  }

  async sessions(): Promise<void> {
    const person = await this.app.given.user();
    await this.open('/account/sessions');
    await this.visit('sign-in');
    await this.fill({ identifier: person.email, password: 'Not-My-Horse-1' });
    await this.visit('sign-in-refused');
    await this.fill({ identifier: person.email, password: person.password });
    await this.visit('sessions-alone');
    await this.app.given.session(person, { label: "Ann's phone" });
    await this.app.http
      .post('/user/auth')
      .set('user-agent', 'Appmixer/2.1 (Android 14)')
      .send({ username: person.email, password: person.password })
      .expect(200);
    await this.open('/account/sessions');
    await this.visit('sessions');
    await this.page.locator('form[action*="sessions/end"] button').first().click();
    await this.visit('sessions-ended');
  }

  private open(path: string) {
    return this.page.goto(this.app.baseUrl + path);
  }

  /** Fills in these fields and presses Enter in the last. */
  private async fill(values: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(values)) await this.page.locator(`[name=${name}]`).fill(value);
    const answered = this.page.waitForResponse((response) => response.request().method() === 'POST');
    await this.page.locator(`[name=${Object.keys(values).at(-1)}]`).press('Enter');
    await answered;
    await this.page.waitForLoadState();
  }

  private askByApp({ email }: Person) {
    return this.app.http.post('/api/v1/sessions/restore_password').set('user-agent', 'UProgress/3.2 (iPhone; iOS 18.1)').send({ user: { email } }).expect(200);
  }

  /** The link to a page in the newest mail that has one: in which language it is does not matter. */
  private async linkTo({ email }: Pick<Person, 'email'>, path: string): Promise<string> {
    for (let tries = 0; tries < 500; tries++) {
      const links = this.app.mailbox.all(email).flatMap((mail) => mail.links);
      const found = links.find((link) => new URL(link).pathname === path);
      if (found !== undefined) return found;
      await delay(20);
    }
    throw new Error(`no mail to ${email} leads to ${path}`);
  }

  private async waitForRequests({ id }: Person, count: number): Promise<void> {
    const sql = "SELECT 1 FROM one_time_secrets WHERE user_id = $1 AND purpose = 'uprogress_recovery' AND used_at IS NULL";
    for (let tries = 0; tries < 500; tries++) {
      if ((await this.app.db(sql, [id])).length >= count) return;
      await delay(20);
    }
    throw new Error(`there are not ${count} open requests`);
  }
}
