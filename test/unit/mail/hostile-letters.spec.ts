import { LOCALES } from '../../../src/locale/locale';
import { DevMailbox, type DevMessage } from '../../../src/mail/dev-mailbox';
import type { Letter } from '../../../src/mail/letter';
import { Postman } from '../../../src/mail/postman';
import { type MailApp, startMailApp } from '../../support/mail-app';
import { LINK, SAMPLES } from './sample-letters';

let app: MailApp;
beforeAll(async () => {
  app = await startMailApp();
});
afterAll(() => app.close());

async function sent(letter: Letter): Promise<DevMessage> {
  await app.context.get(Postman).deliver(letter);
  return app.context.get(DevMailbox).messages()[0]!;
}

const newDevice = (device: string) => ({ ...SAMPLES.new_device, device }) as Letter;

test.each([
  ['{{7*7}}<b>x</b>', '{{7*7}}<b>x</b>', '{{7*7}}&lt;b&gt;x&lt;/b&gt;'],
  ['My\r\n\r\nDear  Ann', 'My Dear Ann', 'My Dear Ann'],
  ['win at evil.example', 'unknown', 'unknown'],
  ['https://evil', 'unknown', 'unknown'],
  ['a\u202egnp.exe', 'unknown', 'unknown'],
  ['Phone\u202e\u2066\u200b\u0007 of Ann', 'Phone of Ann', 'Phone of Ann'],
])('what a device says of itself, %j, is one line without a link', async (device, asText, asHtml) => {
  const { text, html, links } = await sent(newDevice(device));
  expect(text).toContain(`\nDevice: ${asText}\nTime: `);
  expect(html).toContain(`<bdi>${asHtml}</bdi>`);
  expect(links).toEqual([LINK]);
});

test.each(LOCALES)('in %s placeholders and markup in a name are inert', async (locale) => {
  const name = '{{7*7}} {{link}} {name} {n, plural, other {#}} <b>&"';
  const mail = await sent({ ...SAMPLES.welcome, locale, name });
  expect(mail.text.split('\n')[0]).toContain(name);
  expect(mail.html).toContain('{{7*7}} {{link}} {name} {n, plural, other {#}} &lt;b&gt;&amp;&quot;');
  expect(mail.html).not.toContain('<b>');
  expect(mail.subject).not.toContain('7');
});

test('placeholders in a subject that a format brings are inert', async () => {
  expect((await sent({ ...SAMPLES.recover_password, subject: '{{text}} {to}' } as Letter)).subject).toBe('{{text}} {to}');
});

test('line breaks in a name are spaces', async () => {
  expect((await sent({ ...SAMPLES.welcome, name: 'Ann\r\nBcc: eve@evil' })).text).toMatch(/^Hello,\n/);
  expect((await sent({ ...SAMPLES.welcome, name: 'Ann\r\n\u0000Subject\u2028x' })).text).toMatch(/^Hello Ann Subject x,\n/);
});

test.each(['Win at http://evil.example', 'evil.example', 'mail eve@evil', 'x'.repeat(65), ' \t ', '\u202e\u200b'])(
  'does not greet by the name %j',
  async (name) => {
    const mail = await sent({ ...SAMPLES.welcome, name });
    expect(mail.text).toMatch(/^Hello,\n/);
    expect(mail.html).toContain('>Hello,</p>');
  },
);

test.each([
  ['<img/src=x>@example.com', '&lt;img/src&#x3D;x&gt;@example.com', '<img/src=x>@example.com'],
  ['{{7*7}}@example.com', '{{7*7}}@example.com', '{{7*7}}@example.com'],
  ['a\u202emoc.live@example.com', 'a\ufffdmoc.live@example.com', 'a\ufffdmoc.live@example.com'],
  ['a\nb\u0000@example.com', 'a\ufffdb\ufffd@example.com', 'a\ufffdb\ufffd@example.com'],
])('an address to change to, %j, is shown as it is and does nothing', async (newAddress, asHtml, asText) => {
  const mail = await sent({ ...SAMPLES.address_change_notice, newAddress } as Letter);
  expect(mail.html).toContain(`<bdi>${asHtml}</bdi>`);
  expect(mail.text).toContain(`\nNew address: ${asText}\n`);
});

test('the address of the person is escaped as well, in the reason', async () => {
  const mail = await sent({ ...SAMPLES.welcome, to: '<b>{{7*7}}\u202e@example.com' });
  expect(mail.html).toContain('because somebody registered &lt;b&gt;{{7*7}}\ufffd@example.com.');
});
