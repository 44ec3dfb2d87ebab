import { Postman } from '../../src/mail/postman';
import { type MailApp, startMailApp } from '../support/mail-app';
import { headersOf, partOf, type SmtpCatcher, startSmtpCatcher } from '../support/smtp-catcher';

const LINK = 'https://accounts.example.com/account/recover/confirm?token=s3cret-token_0123456789-abcdefghijklmnopqrstuvwxyz';
const letter = { kind: 'recover_password', to: 'ann@example.com', name: 'Ann', locale: 'en', link: LINK, minutes: 30 } as const;

let app: MailApp;
let server: SmtpCatcher | undefined;

afterEach(async () => {
  await app.close();
  await server?.close();
  server = undefined;
});

test('a mail server gets the letter: envelope, headers, a text and an HTML part', async () => {
  server = await startSmtpCatcher();
  app = await startMailApp({ SMTP_URL: server.url, MAIL_FROM: 'Accounts <accounts@example.com>' });
  await app.context.get(Postman).deliver(letter);

  expect(server.mails).toHaveLength(1);
  const { from, to, source } = server.mails[0]!;
  expect({ from, to }).toEqual({ from: 'accounts@example.com', to: ['ann@example.com'] });
  expect(headersOf(source)).toMatchObject({
    from: ['Accounts <accounts@example.com>'],
    to: ['Ann <ann@example.com>'],
    subject: ['Choose a new password'],
    'content-language': ['en'],
    'auto-submitted': ['auto-generated'],
    'mime-version': ['1.0'],
  });
  expect(headersOf(source)['content-type']?.[0]).toMatch(/^multipart\/alternative;/);
  expect(partOf(source, 'text/plain')).toContain(`\r\n${LINK}\r\n`);
  expect(partOf(source, 'text/html')).toContain(`href="${LINK.replaceAll('=', '&#x3D;')}"`);
  expect(JSON.stringify(app.log)).not.toMatch(/s3cret|ann@example/);
});

test('names with line breaks, quotes and commas add neither headers nor recipients', async () => {
  server = await startSmtpCatcher();
  app = await startMailApp({ SMTP_URL: server.url });
  for (const name of ['Ann\r\nBcc: eve', 'Ann", eve', 'Ann <b>x</b>, Bob', 'Änn\u0000\nX-Evil: 1']) await app.context.get(Postman).deliver({ ...letter, name });

  expect(server.mails).toHaveLength(4);
  for (const { to, source } of server.mails) {
    expect(to).toEqual(['ann@example.com']);
    const headers = headersOf(source);
    expect(headers['to']).toHaveLength(1);
    expect(headers['to']?.[0]).toMatch(/<ann@example\.com>$/);
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['bcc']));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-evil']));
    expect(Object.keys(headers)).toContain('subject');
  }
});

test('many letters share a few connections', async () => {
  server = await startSmtpCatcher();
  app = await startMailApp({ SMTP_URL: server.url });
  await Promise.all(Array.from({ length: 40 }, () => app.context.get(Postman).deliver(letter)));
  expect(server.mails).toHaveLength(40);
  expect(server.connections()).toBeLessThanOrEqual(5);
});
