import type { TestApp } from './app';

/** Accounts with an address and nothing else, made in one statement: people to write to. @returns their addresses */
export async function manyPeople({ db }: Pick<TestApp, 'db'>, count: number, prefix = 'person'): Promise<string[]> {
  const rows = await db<{ email: string }>(
    `INSERT INTO users (id, object_id, email, created_at, updated_at)
      SELECT gen_random_uuid(), substr(md5($1 || n), 1, 24), $1 || n || '@example.com', now(), now() FROM generate_series(1, $2::integer) AS n
      RETURNING email`,
    [prefix, count],
  );
  return rows.map(({ email }) => email);
}
