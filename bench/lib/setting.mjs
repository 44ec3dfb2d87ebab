import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from './postgres.mjs';

/**
 * Runs something beside a PostgreSQL and in a directory of its own, and clears both away. What a part opens with
 * `using` is ended with the part.
 */
export async function inSetting(run) {
  const cwd = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  // As root, the embedded PostgreSQL runs as another user.
  chmodSync(cwd, 0o755);
  const postgres = await openPostgres(cwd);
  const part = async (work) => {
    const open = [];
    try {
      return await work((thing) => (open.push(thing), thing));
    } finally {
      await Promise.all(open.map((thing) => thing.stop?.()));
      open.forEach((thing) => thing.close?.());
    }
  };
  try {
    return await run({ cwd, postgres, part });
  } finally {
    await postgres.close();
    rmSync(cwd, { recursive: true, force: true });
  }
}
