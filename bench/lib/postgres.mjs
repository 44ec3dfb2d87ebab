import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from './processes.mjs';

/**
 * The PostgreSQL that everything runs on: that of `DATABASE_URL`, else the embedded one in a directory of this run. Each
 * part gets databases of its own, which are removed at the end.
 */
export async function openPostgres(cwd) {
  const embedded = process.env.DATABASE_URL ? null : await startEmbedded(join(cwd, 'embedded'));
  const url = process.env.DATABASE_URL || embedded.url;
  const run = randomBytes(4).toString('hex');
  const created = [];
  return {
    version: (await query(url, 'SHOW server_version')).rows[0].server_version,
    async createDatabase(name) {
      const full = `latchkey_bench_${run}_${name}`;
      await query(url, `CREATE DATABASE ${full}`);
      created.push(full);
      return url.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${full}`);
    },
    async close() {
      for (const name of created) await query(url, `DROP DATABASE ${name} WITH (FORCE)`);
      await embedded?.stop();
    },
  };
}

async function startEmbedded(dataDir) {
  const { startEmbeddedPostgres } = await import(join(ROOT, 'dist/src/database/embedded/embedded-postgres.js'));
  const { Log } = await import(join(ROOT, 'dist/src/log/log.js'));
  return startEmbeddedPostgres({ dataDir, role: 'founder', log: Log.to('error') });
}

/** One statement, or several without parameters, on a connection of its own. */
export async function query(url, sql, parameters) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql, parameters);
  } finally {
    await client.end();
  }
}
