import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomName, run } from './database';

export interface Tablespace {
  readonly name: string;
  drop(): Promise<void>;
}

/**
 * A place of our choice for databases of this machine's PostgreSQL: it runs as a user of its own, to whom the directory is given.
 * Needs root here, and a superuser there.
 */
export async function openTablespace(serverUrl: string): Promise<Tablespace> {
  const [server] = await run<{ data_directory: string }>(serverUrl, 'SHOW data_directory');
  const { uid, gid } = statSync(server?.data_directory ?? '');
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-tablespace-'));
  chownSync(directory, uid, gid);
  const name = randomName('latchkey_tablespace');
  await run(serverUrl, `CREATE TABLESPACE ${name} LOCATION '${directory}'`);
  return {
    name,
    drop: async () => {
      await run(serverUrl, `DROP TABLESPACE ${name}`);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
