import { startApp, type TestApp } from '../support/app';
import { dumpOf } from '../support/dump';
import type { Person } from '../support/factories';
import { logOf } from '../support/log-lines';
import { linkOf } from '../support/mailbox';
import { mailsSettled } from '../support/mails';
import { type PageView, Visitor } from '../support/visitor';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const CHANGED = 'Your password is changed';
const SIGNED_IN = '../account/sessions';

/** Lines of the attack list that the APIs are asked with JSON, asked here with the forms that people fill in. */
describe('the forms of the pages', () => {
  let app: TestApp;
  let visitor: Visitor;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
    visitor = new Visitor(app.baseUrl);
  });
  afterAll(() => app?.close());

  /** The form that a mailed link leads to. */
  async function choosing({ email }: Person): Promise<PageView> {
    await visitor.submit(await visitor.open('/account/recover'), { email });
    return visitor.open(linkOf(await app.mailbox.waitFor(email, { subject: 'Choose a new password' })));
  }
  const choose = async (form: PageView, newPassword: string) => (await visitor.submit(form, { newPassword })).title === CHANGED;

  /** Whether the form of a fresh browser lets the person in. */
  async function letsIn(identifier: string, password: string): Promise<boolean> {
    const browser = new Visitor(app.baseUrl);
    const { status, headers } = await browser.submit(await browser.open('/account/sign-in'), { identifier, password });
    const isIn = status === 303 && headers.get('location') === SIGNED_IN;
    expect([status, browser.cookies.size]).toEqual(isIn ? [303, 1] : [403, 0]);
    return isIn;
  }

  it.each([
    ['64 characters', 'k7Wq-'.repeat(12) + 'Zt4!'],
    ['emoji', '🦊🌲🍄⛵️🎈🧭🪁🐙'],
    ['spaces at both ends and between', '  a quiet harbour at dusk  '],
  ])('2 and 4: %s are a password, to the letter', async (_, password) => {
    const ann = await app.given.user();
    expect(await choose(await choosing(ann), password)).toBe(true);
    for (const other of [`${password} `, password.trim(), password.toUpperCase(), password.toLowerCase(), [...password].slice(0, -1).join('')]) {
      expect([other, await letsIn(ann.email, other)]).toEqual([other, other === password]);
    }
    expect(await letsIn(ann.email, password)).toBe(true);
  });

  it('3: 129 characters are refused; what differs only after byte 72 is another password', async () => {
    const ann = await app.given.user();
    const long = Array.from({ length: 128 }, (_unused, i) => 'k7Wq-Zt4!m'[(i * 7 + (i >> 3)) % 10]).join('');
    const form = await choosing(ann);
    expect(await choose(form, `${long}x`)).toBe(false);
    expect(await choose(form, long)).toBe(true);
    for (const other of [`${long.slice(0, 127)}#`, long.slice(0, 72)]) expect(await letsIn(ann.email, other)).toBe(false);
    expect(await letsIn(ann.email, long)).toBe(true);
  });

  it('6: a password is the same in composed and in decomposed form', async () => {
    const composed = 'Brûlée-Éclair-Öl-9';
    const [ann, eve] = [await app.given.user(), await app.given.user()];
    expect(await choose(await choosing(ann), composed)).toBe(true);
    expect(await choose(await choosing(eve), composed.normalize('NFD'))).toBe(true);
    expect([await letsIn(ann.email, composed.normalize('NFD')), await letsIn(eve.email, composed)]).toEqual([true, true]);
  });

  it('20: a form that was open while the password was changed elsewhere changes it no more', async () => {
    const ann = await app.given.user();
    const form = await choosing(ann);
    const phone = await app.given.session(ann);
    await phone.put('/v2/users/me/password').send({ currentPassword: ann.password, newPassword: 'Plum-Kettle-93-Harbour' }).expect(204);
    expect(await visitor.submit(form, { newPassword: 'Walnut-Bridge-40' })).toMatchObject({ status: 410, title: 'This link no longer works' });
    expect(await letsIn(ann.email, 'Plum-Kettle-93-Harbour')).toBe(true);
  });

  it('22: nothing in a dump of the database is what a form or a cookie holds', async () => {
    const ann = await app.given.user();
    const browser = new Visitor(app.baseUrl);
    await browser.submit(await browser.open('/account/sign-in'), { identifier: ann.email, password: ann.password });
    const [cookie = ''] = [...browser.cookies.values()];
    const { forms } = await choosing(ann);
    await mailsSettled(app);
    const secrets = [cookie.split('.')[1] ?? '', ...forms.flatMap(({ hidden }) => Object.values(hidden))].filter((value) => value.length >= 43);
    expect(secrets.length).toBeGreaterThanOrEqual(2);
    const dump = await dumpOf(app.databaseUrl);
    for (const secret of secrets) for (const form of [secret, Buffer.from(secret).toString('hex')]) expect(dump).not.toContain(form);
  });

  it('50: keys that reach a prototype reach none', async () => {
    for (const path of ['/account/sign-in', '/account/recover', '/account/recover/confirm', '/account/confirm-email']) {
      for (const key of ['__proto__', 'constructor[prototype]', 'prototype']) {
        const { status } = await visitor.post(path, `${key}[polluted]=yes&email=&identifier=&token=`, FORM);
        expect([path, key, status]).toEqual([path, key, 400]);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }
    }
  });

  it('70: line breaks in what is typed write no line into the log', async () => {
    const log = logOf(app);
    log.clear();
    const typed = `ann@example.com\r\n{"level":30,"event":"forged_line"}\n{"event":"forged_line"}`;
    for (const [path, field] of [
      ['/account/sign-in', 'identifier'],
      ['/account/recover', 'email'],
    ] as const) {
      await visitor.post(path, new URLSearchParams({ [field]: typed, password: 'Wrong-Horse-1' }).toString(), FORM);
    }
    const lines = log.lines();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line['event'] === 'forged_line' || line['msg'] === 'forged_line')).toEqual([]);
  });
});
