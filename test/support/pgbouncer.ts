import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'pg-connection-string';
import { startDaemon } from './daemon';
import { freePort } from './free-port';

export interface Pooler {
  readonly port: number;
  stop(): Promise<void>;
}

const NOBODY = 'nobody';

/** Debian's pgbouncer in transaction mode, before every database of a server. */
export async function startPooler(serverUrl: string): Promise<Pooler> {
  const { host, port, user } = parse(serverUrl);
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-pgbouncer-'));
  const listenPort = await freePort();
  const file = join(directory, 'pgbouncer.ini');
  await writeFile(file, configuration({ host: host ?? '127.0.0.1', port: port ?? '5432', user: user ?? 'postgres', listenPort }));
  await chmod(directory, 0o755);
  // It refuses to run as root.
  const asUser = process.getuid?.() === 0 ? ['-u', NOBODY] : [];
  const daemon = await startDaemon('pgbouncer', [...asUser, file], listenPort);
  return {
    port: listenPort,
    stop: async () => {
      await daemon.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly listenPort: number;
}

// No parameter of a client is let through or ignored: whoever sends one is refused, as on a pooler of somebody else's.
const configuration = ({ host, port, user, listenPort }: Place): string => `
[databases]
* = host=${host} port=${port} user=${user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 8
server_idle_timeout = 5
server_login_retry = 1
server_reset_query =
ignore_startup_parameters =
`;
