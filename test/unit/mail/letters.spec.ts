import { DevMailbox, type DevMessage } from '../../../src/mail/dev-mailbox';
import type { Letter, LetterKind } from '../../../src/mail/letter';
import { Mail } from '../../../src/mail/mail';
import { type MailApp, startMailApp } from '../../support/mail-app';
import { LINK, SAMPLES } from './sample-letters';

describe('letters', () => {
  let app: MailApp;

  beforeAll(async () => {
    app = await startMailApp();
  });
  afterAll(() => app.close());

  async function sent(letter: Letter): Promise<DevMessage> {
    const before = app.context.get(DevMailbox).messages().length;
    app.context.get(Mail).send(letter);
    await app.context.get(Mail).drain();
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
    ['address_change_notice', 'Your e-mail address is about to change', [RECOVER_PAGE]],
  ])('%s: subject, greeting, links and reason in both parts, no placeholder', async (kind, subject, links) => {
    const mail = await sent(SAMPLES[kind]);
    expect(mail.to).toBe('ann@example.com');
    expect(mail.subject).toBe(subject);
    expect(mail.links).toEqual(links);
    for (const link of links) expect(mail.html).toContain(`href="${link.replaceAll('&', '&amp;')}"`);
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('Hello Ann,');
      expect(part).toContain('You get this mail because');
      expect(part).not.toMatch(/\{\{|\}\}|undefined|null|\[object/);
    }
    expect(mail.text).not.toMatch(/<[a-z]|&[a-z#]+;/);
    expect(mail.text).not.toMatch(/\n{3,}/);
    expect(mail.html).toMatch(/^<!DOCTYPE html>/);
    expect(mail.html).not.toMatch(/<script|<img|src=/);
    expect(Math.max(...mail.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('a recovery letter says how long the link works, takes another subject and shows the page that approves', async () => {
    const approveLink = 'https://accounts.example.com/account/recovery-request?token=xyz';
    const mail = await sent({ kind: 'recover_password', to: 'ann@example.com', name: null, link: LINK, minutes: 30, subject: 'Restore password', approveLink });
    expect(mail.subject).toBe('Restore password');
    expect(mail.links).toEqual([LINK, approveLink]);
    expect(mail.text).toContain('works for 30 minutes');
    expect(mail.html).toContain(`href="${approveLink}"`);
    expect(mail.text).toContain('Hello,');
  });

  test('a notice says when, or which address', async () => {
    expect((await sent(SAMPLES.password_changed)).text).toContain('changed on 21 November 2026 at 21:18 UTC.');
    expect((await sent(SAMPLES.address_change_notice)).text).toContain('\nnew@example.com\n');
  });

  test('a notice of a new device says which, when and from where', async () => {
    const { text, html } = await sent(SAMPLES.new_device);
    expect(text).toContain('\nDevice: Chrome on macOS\nTime: 21 November 2026 at 21:18 UTC\nIP address: 203.0.113.7\n');
    expect(html).toContain('Device: <strong>Chrome on macOS</strong><br>');
    const nameless = await sent({ kind: 'new_device', to: 'ann@example.com', name: null, device: null, at: new Date(), ip: null, link: LINK });
    expect(nameless.text).toMatch(/\nDevice: unknown\nTime: .*\nIP address: unknown\n/);
  });

  test.each([
    ['{{7*7}}<b>x</b>', '{{7*7}}<b>x</b>', '{{7*7}}&lt;b&gt;x&lt;/b&gt;'],
    ['My\r\n\r\nDear  Ann', 'My Dear Ann', 'My Dear Ann'],
    ['win at evil.example', 'unknown', 'unknown'],
    ['https://evil', 'unknown', 'unknown'],
  ])('what a device says of itself, %j, is one line without a link', async (device, asText, asHtml) => {
    const { text, html, links } = await sent({ kind: 'new_device', to: 'ann@example.com', name: null, device, at: new Date(), ip: null, link: LINK });
    expect(text).toContain(`\nDevice: ${asText}\nTime: `);
    expect(html).toContain(`Device: <strong>${asHtml}</strong><br>`);
    expect(links).toEqual([LINK]);
  });

  test('placeholders and markup in a name are inert', async () => {
    const mail = await sent({ ...SAMPLES.welcome, name: '{{7*7}} {{link}} <b>Bob</b> & "co"' });
    expect(mail.text).toContain('Hello {{7*7}} {{link}} <b>Bob</b> & "co",');
    expect(mail.html).toContain('Hello {{7*7}} {{link}} &lt;b&gt;Bob&lt;/b&gt; &amp; "co",');
    expect(mail.subject).toBe('Welcome to Latchkey: please confirm your address');
  });

  test('line breaks in a name are spaces', async () => {
    const mail = await sent({ ...SAMPLES.welcome, name: 'Ann\r\nBcc: eve@evil' });
    expect(mail.text).toMatch(/^Hello,\n/);
    expect((await sent({ ...SAMPLES.welcome, name: 'Ann\r\n\u0000Subject\u2028x' })).text).toMatch(/^Hello Ann Subject x,\n/);
  });

  test.each(['Win at http://evil.example', 'evil.example', 'mail eve@evil', 'x'.repeat(65), ' \t '])('does not greet by the name %j', async (name) => {
    const mail = await sent({ ...SAMPLES.welcome, name });
    expect(mail.text).toMatch(/^Hello,\n/);
    expect(mail.html).toContain('<p style="margin: 0 0 1em;">Hello,</p>');
  });

  test('what is logged names the kind and nothing of the letter', async () => {
    await sent(SAMPLES.recover_password);
    expect(app.log.at(-1)).toMatchObject({ event: 'mail_sent', kind: 'recover_password', tries: 1 });
    const lines = JSON.stringify(app.log);
    expect(lines).not.toContain('token=');
    expect(lines).not.toContain('ann@example.com');
  });
});
