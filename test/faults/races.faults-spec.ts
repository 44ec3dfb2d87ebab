import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { keepLogLine } from '../support/capture';
import { createDatabase, createEmptyDatabase, run, type TestDatabase } from '../support/database';
import { Program } from '../support/program';
import { postJson } from '../support/load';

const SCRIPT = join(__dirname, '../../scripts/latchkey.mjs');
const SECRET = randomBytes(32).toString('base64');

let database: TestDatabase;
afterEach(() => database.drop());

/** An operator's command on the built program, in a process of its own. */
function command(...argv: string[]) {
  const env = { PATH: process.env['PATH'], LATCHKEY_LOCAL: '1', LATCHKEY_SECRET: SECRET, DATABASE_URL: database.url };
  const child = spawn(process.execPath, [SCRIPT, ...argv], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.on('data', (chunk: Buffer) => keepLogLine(chunk.toString()));
  return { child, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

/** Columns, constraints, indexes and triggers: what a schema is. */
const schemaOf = async (url: string) =>
  run(
    url,
    `SELECT 'column' AS what, table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(' ' || column_default, '') AS text
       FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL SELECT 'constraint', conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
     UNION ALL SELECT 'migration', name FROM migrations ORDER BY 1, 2`,
  );

/** Of a database that was migrated undisturbed. */
const expectedSchema = async () => {
  const whole = await createDatabase();
  try {
    return await schemaOf(whole.url);
  } finally {
    await whole.drop();
  }
};

it.each([200, 500, 900])(
  'two instances migrate an empty database and one is killed after %i ms: the schema is whole',
  async (moment) => {
    database = await createEmptyDatabase();
    const [killed, other] = [command('migrate'), command('migrate')];
    // Whenever it is: before, within or after its turn. A migration is a transaction, and the lock is its connection's.
    await Promise.race([delay(moment), other.ended]);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(await other.ended).toBe(0);
    expect(await schemaOf(database.url)).toEqual(await expectedSchema());
  },
  120_000,
);

it('two instances rotate the keys and one is killed: the ring signs on, and old tokens stay good', async () => {
  database = await createDatabase();
  const settings = { DATABASE_URL: database.url, LATCHKEY_SECRET: SECRET, THROTTLE: 'off' };
  const program = await Program.start(settings);
  try {
    const signUp = (email: string) => postJson(`${program.baseUrl}/v2/users`, { email, password: 'Turning-Of-Two-Keys' });
    const read = async (answer: Response) => {
      const { accessToken } = (await answer.json()) as { accessToken: string };
      return () => fetch(`${program.baseUrl}/v2/users/me`, { headers: { authorization: `Bearer ${accessToken}` } });
    };
    const before = await read(await signUp('before@example.com'));
    const [killed, other] = [command('keys', 'rotate'), command('keys', 'rotate')];
    await Promise.race([delay(600), other.ended]);
    killed.child.kill('SIGKILL');
    expect(await other.ended).toBe(0);
    const after = await read(await signUp('after@example.com'));
    expect([(await before()).status, (await after()).status]).toEqual([200, 200]);
    const signing = await run<{ purpose: string }>(database.url, `SELECT purpose FROM signing_keys WHERE retired_at IS NULL`);
    expect(new Set(signing.map(({ purpose }) => purpose))).toEqual(new Set(['access', 'legacy', 'fingerprint']));
  } finally {
    await program.end('SIGKILL');
  }
}, 240_000);
