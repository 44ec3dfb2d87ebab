import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { loadConfig } from '../../../src/config/load-config';
import { isLocalRequest } from '../../../src/http/local-request';

const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-local-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const local = loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: dataDir });
const secret = Buffer.from([...Array(32).keys()]).toString('base64');
const served = loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: dataDir, PUBLIC_URL: 'https://accounts.example.com', SMTP_URL: 'none', LATCHKEY_SECRET: secret });

const request = (remoteAddress: string | undefined, headers: Record<string, string | undefined>) =>
  ({ socket: { remoteAddress }, headers }) as unknown as FastifyRequest;

test.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('the peer %s is this machine', (peer) => {
  expect(isLocalRequest(request(peer, { host: 'localhost:3000' }), local)).toBe(true);
});

test.each(['10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '127.0.0.1.evil', '', undefined])('the peer %s is not', (peer) => {
  expect(isLocalRequest(request(peer, { host: 'localhost:3000' }), local)).toBe(false);
});

test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:80', '127.1.2.3', '[::1]:3000', '[::1]'])('the Host %s is this machine', (host) => {
  expect(isLocalRequest(request('127.0.0.1', { host }), local)).toBe(true);
});

const OTHER_HOSTS = ['evil.example', 'evil.example:3000', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example@localhost', 'localhost:3000:80'];

test.each([...OTHER_HOSTS, '0.0.0.0', '192.168.1.2', '', undefined])('the Host %s is not', (host) => {
  expect(isLocalRequest(request('127.0.0.1', { host }), local)).toBe(false);
});

test.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-anything', 'x-real-ip', 'via'])(
  'a request with %s came through a proxy',
  (header) => {
    expect(isLocalRequest(request('127.0.0.1', { host: 'localhost', [header]: '' }), local)).toBe(false);
  },
);

test('outside local mode no request is local', () => {
  expect(served.local).toBe(false);
  expect(isLocalRequest(request('127.0.0.1', { host: 'localhost' }), served)).toBe(false);
});
