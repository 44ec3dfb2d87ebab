import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface EmbeddedOwner {
  readonly url: string;
  /** kill -9 */
  kill(): Promise<void>;
}

/** A service in a process of its own, on the embedded database; rejects with what it said when it was refused. */
export async function startEmbeddedOwner(dataDir: string): Promise<EmbeddedOwner> {
  const owner = spawn(process.execPath, [join(__dirname, 'embedded-owner-process.cjs'), dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(owner, 'exit');
  const [url, refusal] = await Promise.race([
    once(owner.stdout, 'data').then(([text]) => [String(text).trim(), '']),
    once(owner.stderr, 'data').then(([text]) => ['', String(text)]),
  ]);
  if (!url) throw new Error(refusal);
  return {
    url,
    kill: async () => {
      owner.kill('SIGKILL');
      await exit;
    },
  };
}
