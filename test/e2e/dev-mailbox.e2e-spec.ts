import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ClockModule } from '../../src/clock/clock.module';
import { ConfigModule } from '../../src/config/config.module';
import { loadConfig } from '../../src/config/load-config';
import { HttpModule } from '../../src/http/http.module';
import { Log } from '../../src/log/log';
import { LogModule } from '../../src/log/log.module';
import type { DevMessage } from '../../src/mail/dev-mailbox';
import { Postman } from '../../src/mail/postman';
import { DevMailboxModule } from '../../src/pages/dev-mailbox.module';
import { PageAssetsController } from '../../src/pages/page-assets.controller';

const LINK = 'http://localhost:3000/account/recover/confirm?token=abc&x=1';
const SERVED = { PUBLIC_URL: 'https://accounts.example.com', SMTP_URL: 'none', LATCHKEY_SECRET: Buffer.from([...Array(32).keys()]).toString('base64') };

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let app: NestFastifyApplication;
const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-pages-'));

async function start(variables: Record<string, string> = {}): Promise<void> {
  const config = loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: dataDir, ...variables });
  const log = Log.to('silent');
  const imports = [ConfigModule.with(config), LogModule.with(log), ClockModule, HttpModule, DevMailboxModule];
  const module = await Test.createTestingModule({ imports, controllers: [PageAssetsController] })
    .setLogger(log)
    .compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.listen(0, '127.0.0.1');
}

// Not fetch: it does not let a test choose the Host.
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers: { host: `localhost:${port}`, ...headers } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    }).on('error', reject);
  });
}

async function receive(name: string): Promise<DevMessage> {
  await app.get(Postman).deliver({ kind: 'recover_password', to: 'ann@example.com', name, locale: 'en', link: LINK, minutes: 30 });
  return (JSON.parse((await ask('/dev/mailbox/messages')).body) as { messages: DevMessage[] }).messages[0]!;
}

afterEach(() => app.close());
afterAll(() => rmSync(dataDir, { recursive: true }));

test('programs get the messages as JSON, newest first, with exactly the documented fields', async () => {
  await start();
  expect((await ask('/dev/mailbox/messages')).body).toBe('{"messages":[]}');
  await receive('Ann');
  const newest = await receive('Bob');
  const { status, headers, body } = await ask('/dev/mailbox/messages');
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  const { messages } = JSON.parse(body) as { messages: DevMessage[] };
  expect(messages).toHaveLength(2);
  expect(Object.keys(messages[0]!)).toEqual(['id', 'to', 'subject', 'text', 'html', 'links', 'at']);
  expect(messages[0]).toEqual(newest);
  expect(messages[0]).toMatchObject({ to: 'ann@example.com', subject: 'Choose a new password', links: [LINK] });
  expect(messages[0]!.text).toMatch(/^Hello Bob,/);
});

test('people get a list and each mail: text with clickable links, the HTML in a frame without rights', async () => {
  await start();
  const { id } = await receive('<b>{{7*7}}</b>');
  const list = await ask('/dev/mailbox');
  expect(list.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  expect(list.body).toContain(`<a href="../dev/mailbox/${id}">Choose a new password</a>`);

  const read = await ask(`/dev/mailbox/${id}`);
  expect(read.status).toBe(200);
  expect(read.headers['content-security-policy']).toMatch(/frame-ancestors 'none'; frame-src 'self'$/);
  expect(read.body).toContain(`<a href="${LINK.replaceAll('&', '&amp;').replaceAll('=', '&#x3D;')}">`);
  expect(read.body).toContain('<pre>Hello &lt;b&gt;{{7*7}}&lt;/b&gt;,\n\nSomebody, we hope you,');
  expect(read.body).toContain(`src="../../dev/mailbox/${id}/html"`);
  expect(read.body).not.toContain('<b>');

  const html = await ask(`/dev/mailbox/${id}/html`);
  expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(html.headers['content-security-policy']).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; /);
  expect(html.body).toContain(`href="${LINK.replaceAll('&', '&amp;').replaceAll('=', '&#x3D;')}"`);
});

test('a mail that is not there is not found', async () => {
  await start();
  for (const path of ['/dev/mailbox/none', '/dev/mailbox/none/html']) expect((await ask(path)).status).toBe(404);
});

test('every letter can be looked at in every language, with made-up facts', async () => {
  await start();
  expect((await ask('/dev/mailbox')).body).toContain('href="../dev/mailbox/preview"');
  const list = (await ask('/dev/mailbox/preview')).body;
  const samples = [...list.matchAll(/href="\.\.\/\.\.(\/dev\/mailbox\/preview\/(\w\w)\/(\w+))"/g)];
  expect(samples).toHaveLength(6 * 9);
  for (const [, path, locale] of samples) {
    const { status, body, headers } = await ask(path!);
    expect([status, headers['content-security-policy']]).toEqual([200, expect.stringMatching(/frame-src 'self'$/)]);
    expect(body).toContain(`<iframe src="../../../..${path}/html"`);
    expect(body).toContain(`<pre lang="${locale === 'zh' ? 'zh-Hans' : locale}">`);
    const html = await ask(`${path}/html`);
    expect(html.headers['content-security-policy']).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; /);
    expect(html.body).toContain(`<html lang="${locale === 'zh' ? 'zh-Hans' : locale}" dir="ltr">`);
    expect(html.body).not.toMatch(/\{\{|undefined|null/);
  }
  expect((await ask('/dev/mailbox/messages')).body).toBe('{"messages":[]}');
});

test.each(['it/welcome', 'de/nothing', '__proto__/welcome', 'de/constructor'])('a letter that is not there, %s, is not found', async (path) => {
  await start();
  for (const part of ['', '/html']) expect((await ask(`/dev/mailbox/preview/${path}${part}`)).status).toBe(404);
});

const PREVIEWS = ['/dev/mailbox/preview', '/dev/mailbox/preview/de/welcome', '/dev/mailbox/preview/de/welcome/html'];
const PATHS = ['/dev/mailbox', '/dev/mailbox/messages', '/dev/mailbox/x', '/dev/mailbox/x/html', ...PREVIEWS];

test.each<[string, Record<string, string>]>([
  ['another Host', { host: 'evil.example' }],
  ['X-Forwarded-For', { 'x-forwarded-for': '127.0.0.1' }],
  ['X-Forwarded-Host', { 'x-forwarded-host': 'localhost' }],
  ['Forwarded', { forwarded: 'for=127.0.0.1' }],
  ['X-Real-IP', { 'x-real-ip': '127.0.0.1' }],
  ['Via', { via: '1.1 proxy' }],
])('a request with %s finds nothing, as if there were no such route', async (_, headers) => {
  await start();
  await receive('Ann');
  const nothing = await ask('/dev/nothing', headers);
  expect(nothing.status).toBe(404);
  for (const path of PATHS) expect(await ask(path, headers)).toMatchObject({ status: 404, body: nothing.body });
});

test('outside local mode there is no mailbox', async () => {
  await start(SERVED);
  for (const path of PATHS) expect((await ask(path)).status).toBe(404);
});

test('the stylesheet is public and may be kept', async () => {
  await start(SERVED);
  const style = await ask('/account/style.css?v=1', { host: 'accounts.example.com', 'x-forwarded-for': '192.0.2.1' });
  expect(style.status).toBe(200);
  expect(style.headers).toMatchObject({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' });
  expect(style.body).toContain(':focus-visible');
});
