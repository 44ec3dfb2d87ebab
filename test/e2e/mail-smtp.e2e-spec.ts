import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { Mail } from '../../src/mail/mail';
import { type MailApp, startMailApp } from '../support/mail-app';
import { headersOf, partOf, type SmtpCatcher, startSmtpCatcher } from '../support/smtp-catcher';

const LINK = 'https://accounts.example.com/account/recover/confirm?token=s3cret-token_0123456789-abcdefghijklmnopqrstuvwxyz';
const letter = { kind: 'recover_password', to: 'ann@example.com', name: 'Ann', link: LINK, minutes: 30 } as const;

let app: MailApp;
let server: SmtpCatcher | undefined;

afterEach(async () => {
  await app.close();
  await server?.close();
  server = undefined;
});

const failures = () => app.log.filter((line) => line['event'] === 'mail_failed');

/** Milliseconds that `send` keeps its caller. */
function timeToSend(): number {
  const start = performance.now();
  app.context.get(Mail).send(letter);
  return performance.now() - start;
}

function expectNoSecrets(): void {
  const log = JSON.stringify(app.log);
  expect(log).not.toContain('s3cret');
  expect(log).not.toContain('ann@example.com');
}

test('a mail server gets the letter: envelope, headers, a text and an HTML part', async () => {
  server = await startSmtpCatcher();
  app = await startMailApp({ SMTP_URL: server.url, MAIL_FROM: 'Accounts <accounts@example.com>' });
  app.context.get(Mail).send(letter);
  await app.context.get(Mail).drain();

  expect(server.mails).toHaveLength(1);
  const { from, to, source } = server.mails[0]!;
  expect({ from, to }).toEqual({ from: 'accounts@example.com', to: ['ann@example.com'] });
  expect(headersOf(source)).toMatchObject({
    from: ['Accounts <accounts@example.com>'],
    to: ['Ann <ann@example.com>'],
    subject: ['Choose a new password'],
    'auto-submitted': ['auto-generated'],
    'mime-version': ['1.0'],
  });
  expect(headersOf(source)['content-type']?.[0]).toMatch(/^multipart\/alternative;/);
  expect(partOf(source, 'text/plain')).toContain(`\r\n${LINK}\r\n`);
  expect(partOf(source, 'text/html')).toContain(`href="${LINK}"`);
  expect(app.log.at(-1)).toMatchObject({ event: 'mail_sent', kind: 'recover_password', tries: 1 });
  expectNoSecrets();
});

test('names with line breaks, quotes and commas add neither headers nor recipients', async () => {
  server = await startSmtpCatcher();
  app = await startMailApp({ SMTP_URL: server.url });
  for (const name of ['Ann\r\nBcc: eve', 'Ann", eve', 'Ann <b>x</b>, Bob', 'Änn\u0000\nX-Evil: 1']) app.context.get(Mail).send({ ...letter, name });
  await app.context.get(Mail).drain();

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
  for (let n = 0; n < 40; n++) app.context.get(Mail).send(letter);
  await app.context.get(Mail).drain();
  expect(server.mails).toHaveLength(40);
  expect(server.connections()).toBeLessThanOrEqual(5);
});

test('a server that refuses for now is asked three times, then the failure is logged', async () => {
  let asked = 0;
  server = await startSmtpCatcher({
    onRcptTo: (_address, _session, callback) => {
      asked++;
      callback(Object.assign(new Error(`try later, ann@example.com`), { responseCode: 451 }));
    },
  });
  app = await startMailApp({ SMTP_URL: server.url });
  expect(timeToSend()).toBeLessThan(5);
  await app.context.get(Mail).drain();
  expect(asked).toBe(3);
  expect(failures()).toEqual([expect.objectContaining({ level: 50, kind: 'recover_password', code: 'EENVELOPE 451', tries: 3 })]);
  expectNoSecrets();
});

test('a server that is back at the second try gets the letter once', async () => {
  let asked = 0;
  server = await startSmtpCatcher({
    onRcptTo: (_address, _session, callback) => callback(++asked === 1 ? Object.assign(new Error('try later'), { responseCode: 450 }) : null),
  });
  app = await startMailApp({ SMTP_URL: server.url });
  app.context.get(Mail).send(letter);
  await app.context.get(Mail).drain();
  expect(server.mails).toHaveLength(1);
  expect(failures()).toEqual([]);
  expect(app.log.at(-1)).toMatchObject({ event: 'mail_sent', tries: 2 });
});

test('a server that refuses for good is asked once', async () => {
  let asked = 0;
  server = await startSmtpCatcher({
    onRcptTo: (_address, _session, callback) => {
      asked++;
      callback(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
    },
  });
  app = await startMailApp({ SMTP_URL: server.url });
  app.context.get(Mail).send(letter);
  await app.context.get(Mail).drain();
  expect(asked).toBe(1);
  expect(failures()).toEqual([expect.objectContaining({ code: 'EENVELOPE 550', tries: 1 })]);
});

test('without a server behind the address there are three tries too', async () => {
  const gone = await startSmtpCatcher();
  await gone.close();
  app = await startMailApp({ SMTP_URL: gone.url });
  expect(timeToSend()).toBeLessThan(5);
  await app.context.get(Mail).drain();
  expect(failures()).toEqual([expect.objectContaining({ code: 'ESOCKET', tries: 3 })]);
  expectNoSecrets();
});

test('a server that accepts and says nothing delays neither the sender nor, beyond ten seconds, the end of the program', async () => {
  const sockets = new Set<Socket>();
  const mute = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  app = await startMailApp({ SMTP_URL: `smtp://127.0.0.1:${(mute.address() as AddressInfo).port}` });
  expect(timeToSend()).toBeLessThan(5);
  const start = performance.now();
  await app.context.close();
  expect(performance.now() - start).toBeLessThan(12_000);
  expect(failures()).toHaveLength(1);
  expectNoSecrets();
  for (const socket of sockets) socket.destroy();
  mute.close();
});

test('letters that are under way when the program ends are delivered first', async () => {
  server = await startSmtpCatcher();
  app = await startMailApp({ SMTP_URL: server.url });
  for (let n = 0; n < 10; n++) app.context.get(Mail).send(letter);
  await app.context.close();
  expect(server.mails).toHaveLength(10);
  expect(failures()).toEqual([]);
});
