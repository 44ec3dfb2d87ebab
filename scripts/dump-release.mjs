// Writes test/releases/<version>.sql: the store of this release with a person of each API in it, and <version>.json: who
// they are. Run once for each release, after npm run build, on a PostgreSQL of the oldest version that is served:
//   RELEASE_DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres node scripts/dump-release.mjs
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ROOT } from './run-step.mjs';

const PORT = '3471';
const NAME = 'latchkey_release_dump';
/** Guards nothing but the made-up people of these files. */
const SECRET = Buffer.from('a secret for the release dumps..').toString('base64');
const PASSWORD = 'Plum-Kettle-93-Harbour';

const authorization = { platform: 'iOS', platform_version: '10.2', app_name: 'UProgress', app_version: '1.0' };
const SIGN_UPS = {
  native: ['/v2/users', (email) => ({ email, password: PASSWORD, username: 'native-person', name: 'Nan Tive' })],
  mixapp: ['/v1/signup', (email) => ({ email, name: 'Mix Appleby' })],
  uprogress: ['/api/v1/registrations', (email) => ({ user: { email, password: PASSWORD, nick: 'progress', authorization } })],
  amadis: ['/api/user/v1/register', (email) => ({ email, password: PASSWORD, name: 'Amadis de Gaula' })],
  appmixer: ['/user', (email) => ({ username: email, password: PASSWORD })],
};

const server = process.env.RELEASE_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const url = server.replace(/\/[^/]*$/, `/${NAME}`);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

async function onServer(statement) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

async function signUp(api) {
  const [path, body] = SIGN_UPS[api];
  const email = `${api}@release.example`;
  const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body(email)),
  });
  if (!answer.ok) throw new Error(`${api}: ${answer.status} ${await answer.text()}`);
  // Mixapp's are made by the server.
  const { password = PASSWORD } = await answer.json();
  return { api, email, password };
}

async function whenReady() {
  for (let tries = 0; tries < 150; tries++) {
    if (
      await fetch(`http://127.0.0.1:${PORT}/health/ready`)
        .then((answer) => answer.ok)
        .catch(() => false)
    )
      return;
    await delay(200);
  }
  throw new Error('the server did not become ready');
}

await onServer(`DROP DATABASE IF EXISTS ${NAME}`);
await onServer(`CREATE DATABASE ${NAME} TEMPLATE template0`);
const env = { PATH: process.env.PATH, LATCHKEY_LOCAL: '1', LATCHKEY_SECRET: SECRET, DATABASE_URL: url, PORT };
const program = spawn(process.execPath, [join(ROOT, 'dist/src/main.js')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
try {
  await whenReady();
  const people = [];
  for (const api of Object.keys(SIGN_UPS)) people.push(await signUp(api));
  await delay(2_000); // the mails leave
  const dump = execFileSync('pg_dump', ['--inserts', '--no-owner', '--no-privileges', url], { encoding: 'utf8' });
  // Comments, and what only psql understands.
  const statements = dump.replace(/^(--|\\).*\n/gm, '').replace(/\n{2,}/g, '\n');
  writeFileSync(join(ROOT, `test/releases/${version}.sql`), statements);
  writeFileSync(join(ROOT, `test/releases/${version}.json`), `${JSON.stringify({ secret: SECRET, people }, null, 2)}\n`);
} finally {
  program.kill();
  await new Promise((resolve) => program.once('exit', resolve));
  await onServer(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`);
}
