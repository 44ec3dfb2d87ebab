import { DevMailbox, type DevMessage } from '../../../src/mail/dev-mailbox';
import type { Letter, LetterKind } from '../../../src/mail/letter';
import { Postman } from '../../../src/mail/postman';
import { type MailApp, startMailApp } from '../../support/mail-app';
import { LINK, SAMPLES } from './sample-letters';

let app: MailApp;
beforeAll(async () => {
  app = await startMailApp();
});
afterAll(() => app.close());

async function sent(letter: Letter): Promise<DevMessage> {
  const before = app.context.get(DevMailbox).messages().length;
  await app.context.get(Postman).deliver(letter);
  const messages = app.context.get(DevMailbox).messages();
  expect(messages).toHaveLength(before + 1);
  return messages[0]!;
}

const RECOVER_PAGE = 'http://localhost:3000/account/recover';

test.each<[LetterKind, string, string[]]>([
  ['welcome', 'Welcome to Latchkey: please confirm your address', [LINK]],
  ['confirm_address', 'Please confirm your address', [LINK]],
  ['recover_password', 'Choose a new password', [LINK]],
  ['password_changed', 'Your password was changed', [RECOVER_PAGE]],
  ['new_device', 'New sign-in to your account', [LINK]],
  ['account_exists', 'You already have an account', [LINK]],
  ['address_change_notice', 'Your e-mail address is about to change', [LINK]],
  ['address_changed', 'Your e-mail address was changed', []],
  ['address_restored', 'The change of your e-mail address was undone', []],
])('%s: subject, greeting, links and reason in both parts', async (kind, subject, links) => {
  const mail = await sent(SAMPLES[kind]);
  expect(mail.to).toBe('ann@example.com');
  expect(mail.subject).toBe(subject);
  expect(mail.links).toEqual(links);
  for (const part of [mail.text, mail.html]) {
    expect(part).toContain('Hello Ann,');
    expect(part).toContain('You get this mail because');
    expect(part).toMatch(/If it wasn’t you|If you did not expect this/);
  }
});

test('a recovery letter says how long the link works, takes another subject and shows the page that approves', async () => {
  const approveLink = 'https://accounts.example.com/account/recovery-request?token=xyz';
  const mail = await sent({ ...SAMPLES.recover_password, name: null, subject: 'Restore password', approveLink } as Letter);
  expect(mail.subject).toBe('Restore password');
  expect(mail.links).toEqual([LINK, approveLink]);
  expect(mail.text).toContain('works for 30 minutes, and once.');
  expect(mail.text).toContain('\nDon’t pass the link on to anybody');
  expect(mail.text).toMatch(/^Hello,\n/);
});

test('a recovery letter with a code shows it alone on its line, with its own life', async () => {
  const mail = await sent({ ...SAMPLES.recover_password, code: 'ABCD-2345', codeMinutes: 1 } as Letter);
  expect(mail.text).toMatch(/works for 1 minute, and once:\n\nABCD-2345\n\n/);
  expect(mail.html).toMatch(/dir="ltr">ABCD-2345<\/p>/);
  expect(mail.text).toContain('\nDon’t pass the link or the code on to anybody');
});

test('a notice says when, or which address', async () => {
  expect((await sent(SAMPLES.password_changed)).text).toContain('changed on 21 November 2026 at 21:18 UTC.');
  for (const kind of ['address_change_notice', 'address_changed'] as const) {
    expect((await sent(SAMPLES[kind])).text).toContain('\nNew address: new@example.com\n');
  }
});

test('a notice to an address that was never confirmed has no link that gives it the account back', async () => {
  const { links, text } = await sent({ ...SAMPLES.address_change_notice, undo: undefined } as Letter);
  expect(links).toEqual([RECOVER_PAGE]);
  expect(text).toContain('\nIf it wasn’t you, choose a new password right away.');
});

test('a notice of a change that is asked for says how long it can be taken back', async () => {
  const { text } = await sent(SAMPLES.address_change_notice);
  expect(text).toContain(`72 hours, even when the new address was confirmed already:\n\nUndo the change\n${LINK}\n`);
});

test.each([
  [1, '1 час.', '1 день, и'],
  [3, '3 часа.', '3 дня, и'],
  [24, '24 часа.', '24 дня, и'],
  [48, '48 часов.', '48 дней, и'],
])('a life of %d is told as its language counts', async (number, hours, days) => {
  expect((await sent({ ...SAMPLES.welcome, locale: 'ru', hours: number } as Letter)).text).toContain(`Ссылка действует ${hours}`);
  expect((await sent({ ...SAMPLES.new_device, locale: 'ru', days: number } as Letter)).text).toContain(`Ссылка действует ${days}`);
});

test('a notice of a new device says which, when and from where, as far as it is known', async () => {
  const { text, html } = await sent({ ...SAMPLES.new_device, place: 'Oslo, Norway' } as Letter);
  expect(text).toContain('\nDevice: Chrome on macOS\nTime: 21 November 2026 at 21:18 UTC\nIP address: 203.0.113.7\nApproximate place: Oslo, Norway\n');
  for (const value of ['Chrome on macOS', '21 November 2026 at 21:18 UTC', 'Oslo, Norway', '203.0.113.7']) expect(html).toContain(`<bdi>${value}</bdi>`);
  const nameless = await sent({ ...SAMPLES.new_device, device: null, ip: null } as Letter);
  expect(nameless.text).toMatch(/\nDevice: unknown\nTime: .*\n\n/);
});

test('what is logged names nothing of the letter', () => {
  const lines = JSON.stringify(app.log);
  expect(lines).not.toContain('token=');
  expect(lines).not.toContain('ann@example.com');
});
