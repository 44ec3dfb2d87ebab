import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type Cluster, DATABASE, SUPERUSER } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { endpointOf } from './endpoint';
import { launchPostmaster } from './postmaster';
import { isPostmaster, parsePostmasterFile, type PostmasterFile, readPostmasterFile } from './postmaster-file';
import { hasExited, lastWords } from './run-program';

/** Milliseconds: recovery after a crash and somebody else's shutdown are waited for. */
const START_LIMIT = 60_000;
const POLL = 10;
const CONNECT_LIMIT = 3_000;

/** A server that exits at once may have met the last children of a dead one, or another start. */
const LAUNCHES = 5;
const LAUNCH_PAUSE = 300;

/** A connection to the running server of the cluster. */
export interface Reached {
  readonly client: Client;
  readonly file: PostmasterFile;
  /** Whether this call has started the server. */
  readonly launched: boolean;
}

/**
 * Connects to the server of the cluster, starting it where none runs.
 * @throws EmbeddedPostgresError when it does not come up
 */
export async function findOrLaunch(cluster: Cluster): Promise<Reached> {
  const deadline = AbortSignal.timeout(START_LIMIT);
  let child: ChildProcess | null = null;
  for (let launches = 0; !deadline.aborted;) {
    const file = readPostmasterFile(cluster.directory);
    const client = file?.status === 'ready' ? await connect(cluster, file) : null;
    if (file !== null && client !== null) return { client, file, launched: file.pid === child?.pid };
    if ((child !== null && !hasExited(child)) || (file !== null && isPostmaster(file.pid, cluster.directory))) {
      await sleep(POLL);
      continue;
    }
    if (launches === LAUNCHES) throw new EmbeddedPostgresError(`PostgreSQL does not start in ${cluster.directory}:\n${lastWords(cluster)}`);
    if (launches > 0) await sleep(LAUNCH_PAUSE);
    child = await launchPostmaster(cluster);
    launches += 1;
  }
  throw new EmbeddedPostgresError(`PostgreSQL cannot be reached within a minute. What it says is in ${cluster.logFile}`);
}

/** Null when nothing listens there (yet), or the server is that of a deleted directory. */
async function connect(cluster: Cluster, file: PostmasterFile): Promise<Client | null> {
  const { host, port, password } = endpointOf(cluster, file);
  const client = new Client({
    host,
    port,
    user: SUPERUSER,
    database: DATABASE,
    password: password ?? undefined,
    ssl: false,
    application_name: 'latchkey presence',
    connectionTimeoutMillis: CONNECT_LIMIT,
  });
  // Without a listener a lost connection would end the process; whoever needs it listens to `end`.
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (await isServerOf(file, client)) return client;
  } catch {
    // Starting, stopping or gone: the caller looks again.
  }
  await client.end().catch(() => undefined);
  return null;
}

async function isServerOf(file: PostmasterFile, client: Client): Promise<boolean> {
  const { rows } = await client.query<{ text: string }>("SELECT pg_read_file('postmaster.pid') AS text");
  const own = parsePostmasterFile(rows[0]?.text ?? '');
  return own?.pid === file.pid && own.startedAt === file.startedAt;
}
