import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../src/database/migrate';
import { Log } from '../../src/log/log';
import { searchable } from '../../src/users/identifier';
import { createDatabase, run, type TestDatabase } from '../support/database';

/* What earlier releases stored in a form that no look-up finds any more is written anew by the update, unless it is somebody's. */

const NAME = 'WriteIdentifiersAsLookedUp1763880000000';

/** As stored, and as they are after the update. Each line is an account: address, username. */
const FOUND_THEN: [stored: [string, string | null], then: [string, string | null]][] = [
  [
    ['ann@example.org', 'ann'],
    ['ann@example.org', 'ann'],
  ],
  [
    [' bob@example.org\n', 'bob '],
    ['bob@example.org', 'bob'],
  ],
  [
    ['\u200bcat@example.org\u00ad', '\u3164cat\ufeff'],
    ['cat@example.org', 'cat'],
  ],
  [
    ['Dan@XN--mnchen-3ya.example ', null],
    ['Dan@münchen.example', null],
  ],
  [
    ['eve@mail.xn--p1ai', 'Eve Lee'],
    ['eve@mail.рф', 'Eve Lee'],
  ],
  [
    ['zoe\u0308@example.org', 'zoe\u0308'],
    ['zo\u00eb@example.org', 'zo\u00eb'],
  ],
  [
    ['\u00a0\u212aim@xn--mnchen-3ya.example', '\u00a0kim'],
    ['\u212aim@xn--mnchen-3ya.example', 'kim'],
  ],
  [
    ['xn--fay@example.org', 'xn--fay'],
    ['xn--fay@example.org', 'xn--fay'],
  ],
  [
    ['gil@xn--a.com', 'gil@example.net '],
    ['gil@xn--a.com', 'gil@example.net '],
  ],
];

/** Somebody has the address or the name that theirs would be: the first of two, by their ids, whatever its case. */
const LEFT: [string, string | null][] = [
  ['ANN@example.org ', 'ann-too'],
  ['dan@xn--mnchen-3ya.example', null],
  ['hal@example.org', 'ANN\u200b'],
  ['ian@example.org', '\u200b'],
];

let database: TestDatabase;
beforeAll(async () => (database = await createDatabase()));
afterAll(() => database?.drop());

async function put(accounts: readonly (readonly [string, string | null])[], first: number): Promise<void> {
  await run(
    database.url,
    `INSERT INTO users (id, object_id, email, username, created_at, updated_at)
      SELECT ('00000000-0000-7000-8000-' || lpad(($3 + n)::text, 12, '0'))::uuid, left(md5(email), 24), email, username, now(), now()
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS account (email, username, n)`,
    [accounts.map(([email]) => email), accounts.map(([, username]) => username), first],
  );
}

async function migrated(): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const log = Log.to('debug', { write: (line: string) => void lines.push(...line.split('\n').filter(Boolean)) });
  await run(database.url, 'DELETE FROM migrations WHERE name = $1', [NAME]);
  expect(await migrate({ url: database.url, log })).toEqual([NAME]);
  log.flush();
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event !== 'migrated');
}

const stored = async () => {
  const rows = await run<{ email: string; username: string | null }>(database.url, 'SELECT email, username FROM users ORDER BY id');
  return rows.map(({ email, username }) => [email, username]);
};

it('are written as they are looked up, and none is taken from anybody', async () => {
  await put(
    FOUND_THEN.map(([before]) => before),
    0,
  );
  expect(await migrated()).toEqual([]);
  const then = FOUND_THEN.map(([, after]) => after);
  expect(await stored()).toEqual(then);
  expect(then.filter(([email]) => searchable(email) !== email)).toEqual([]);
  await put(LEFT, 100);
  const ids = LEFT.map((_, i) => `00000000-0000-7000-8000-000000000${101 + i}`);
  expect(await migrated()).toMatchObject([{ event: 'identifiers_left', accounts: 4, ids }]);
  expect(await stored()).toEqual([...then, ...LEFT]);
  // Again, by an instance that starts later: nothing is lost by it.
  await migrated();
  expect(await stored()).toEqual([...then, ...LEFT]);
});

it('of many accounts are all looked at, in batches', async () => {
  const many = Array.from({ length: 2_100 }, (_, i): [string, null] => [`many-${i}@example.org\u200b`, null]);
  await put(many, 1_000);
  const [line] = await migrated();
  expect(line).toMatchObject({ accounts: 4 });
  expect(await run(database.url, `SELECT FROM users WHERE email LIKE 'many-%' AND email ~ '[^!-~]'`)).toEqual([]);
});

it('that are left are shown by the query of the manual', async () => {
  const manual = readFileSync(join(__dirname, '../../docs/operations/running.md'), 'utf8');
  const query = /```sql\n(SELECT id, email[^`]+)```/.exec(manual)?.[1] ?? '';
  const shown = await run<{ email: string }>(database.url, query);
  // Of those that nobody can write differently, only the ones that pose or are none by their domain.
  expect(shown.map(({ email }) => email)).toEqual(['\u212aim@xn--mnchen-3ya.example', 'gil@xn--a.com', ...LEFT.map(([email]) => email)]);
});
