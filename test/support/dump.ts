import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { run } from './database';

const MEBIBYTE = 1024 * 1024;

/**
 * Everything that a full copy of a database holds, as text: by pg_dump where the machine has one that is new enough for
 * the server, else every row of every table of every schema.
 */
export async function dumpOf(url: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('pg_dump', ['--dbname', url], { maxBuffer: 256 * MEBIBYTE });
    return stdout;
  } catch {
    return everyRowOf(url);
  }
}

async function everyRowOf(url: string): Promise<string> {
  const tables = await run<{ schema: string; name: string }>(
    url,
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts = await Promise.all(tables.map(async ({ schema, name }) => JSON.stringify(await run(url, `SELECT t::text FROM "${schema}"."${name}" AS t`))));
  return texts.join('\n');
}
