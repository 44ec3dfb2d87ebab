import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { query } from './postgres.mjs';
import { ROOT } from './processes.mjs';
import { PASSWORD } from './people.mjs';

/** Seeds accounts with two sessions each, as many as people may have; times and ids run upwards, as they do in life. */
const SEEDS = [
  `INSERT INTO users (id, object_id, email, username, created_at, updated_at)
    SELECT ('01900000-' || lpad(to_hex(n >> 16), 4, '0') || '-7' || lpad(to_hex((n >> 4) & 4095), 3, '0') || '-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
      lpad(to_hex(n), 24, '0'), 'seeded' || n || '@bench.example', 'seeded' || n, now(), now()
    FROM generate_series(1, $1::int) AS n`,
  `INSERT INTO passwords (user_id, hash, changed_at) SELECT id, $1, now() FROM users`,
  `INSERT INTO sessions (id, user_id, client, label, ip, user_agent, created_at, updated_at, signed_in_at, last_seen_at, expires_at, idle_seconds)
    SELECT gen_random_uuid(), u.id, 'native', 'Firefox on Linux', '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      now(), now(), now(), now(), now() + interval '30 days', 1209600
    FROM users u CROSS JOIN generate_series(1, 2)`,
];

/** The lightest cost there is: what remains of a sign-in is its database part. */
const LIGHT = { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 };

/**
 * Fills a migrated, empty database.
 * @returns {Promise<number>} seconds
 */
export async function seed(url, users) {
  const began = performance.now();
  const light = await hash(PASSWORD, LIGHT);
  for (const [sql, parameters] of [
    [SEEDS[0], [users]],
    [SEEDS[1], [light]],
    [SEEDS[2], []],
  ])
    await query(url, sql, parameters);
  await query(url, 'VACUUM (ANALYZE) users, passwords, sessions');
  await query(url, 'CHECKPOINT').catch(() => undefined);
  return (performance.now() - began) / 1000;
}

/**
 * People from anywhere in a seeded database, each with a refresh token that the service takes.
 * @returns {Promise<{ email: string, userId: string, refreshToken: string }[]>}
 */
export async function pickPeople(url, users, count, secret) {
  const { RefreshTokens } = await import(join(ROOT, 'dist/src/sessions/refresh-tokens.js'));
  const { Sealer } = await import(join(ROOT, 'dist/src/tokens/sealer.js'));
  const { SessionKeys } = await import(join(ROOT, 'dist/src/sessions/session-keys.js'));
  const keys = new SessionKeys(new Sealer({ secrets: { current: secret, previous: null } }));
  const tokens = new RefreshTokens(keys);
  const step = Math.max(1, Math.floor(users / count));
  const emails = Array.from({ length: count }, (_, i) => `seeded${1 + ((i * step) % users)}@bench.example`);
  const { rows } = await query(
    url,
    `SELECT DISTINCT ON (u.email) u.email, u.id AS user_id, s.id FROM users u JOIN sessions s ON s.user_id = u.id
     WHERE lower(u.email) = ANY($1) ORDER BY u.email, s.id`,
    [emails],
  );
  const people = rows.map(({ email, user_id: userId, id }) => {
    return { email, userId, session: { id, refreshKey: keys.newKey(id), refreshCounter: 0 } };
  });
  const [ids, sealed] = [people.map(({ session }) => session.id), people.map(({ session }) => session.refreshKey)];
  await query(url, 'UPDATE sessions SET refresh_key = k.key FROM unnest($1::uuid[], $2::bytea[]) AS k(id, key) WHERE sessions.id = k.id', [ids, sealed]);
  // Neighbours in the list are strangers in the tables.
  const order = new Map(people.map((person) => [person, randomUUID()]));
  people.sort((a, b) => (order.get(a) < order.get(b) ? -1 : 1));
  return people.map(({ email, userId, session }) => ({ email, userId, refreshToken: tokens.of(session) }));
}
