import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log/log';
import type { Cluster } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { endpointOf, urlOf } from './endpoint';
import { findOrLaunch, type Reached } from './find-or-launch';
import { stopPostmaster } from './postmaster';
import { claimService } from './presence';

/** Milliseconds that the claim of a killed service may need to lapse. */
const CLAIM_LIMIT = 1_000;
const CLAIM_POLL = 25;

/** Milliseconds between attempts to get a lost server back. */
const RETRY = 2_000;

/** The server while a service runs on it. A server that dies under the service is started again. */
export class ServiceServer {
  readonly url: string;
  private readonly stopped = new AbortController();
  private recovery: Promise<void> = Promise.resolve();

  private constructor(
    private readonly cluster: Cluster,
    private readonly log: Log,
    private reached: Reached,
  ) {
    this.url = urlOf(endpointOf(cluster, reached.file));
    this.watch();
  }

  /** @throws EmbeddedPostgresError when another service runs on the data directory */
  static async start(cluster: Cluster, log: Log): Promise<ServiceServer> {
    const reached = await claim(cluster);
    log.event('embedded_postgres_ready', { directory: cluster.directory, pid: reached.file.pid, found: !reached.launched });
    return new ServiceServer(cluster, log, reached);
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.recovery;
    await stopPostmaster(this.cluster, this.reached.file);
    await this.reached.client.end().catch(() => undefined);
  }

  private watch(): void {
    this.reached.client.once('end', () => {
      if (!this.stopped.signal.aborted) this.recovery = this.recover();
    });
  }

  private async recover(): Promise<void> {
    this.log.warn('The connection to the embedded PostgreSQL is lost', 'EmbeddedPostgres');
    while (!this.stopped.signal.aborted) {
      try {
        this.reached = await claim(this.cluster);
        this.log.event('embedded_postgres_recovered', { pid: this.reached.file.pid });
        return this.watch();
      } catch (error) {
        this.log.failure('embedded_postgres_down', error);
        await sleep(RETRY, undefined, { ref: false, signal: this.stopped.signal }).catch(() => undefined);
      }
    }
  }
}

/** A server that stops just now cuts the connection; the next one is claimed then. */
async function claim(cluster: Cluster): Promise<Reached> {
  let reached = await findOrLaunch(cluster);
  const deadline = AbortSignal.timeout(CLAIM_LIMIT);
  for (;;) {
    const claimed = await claimService(reached.client).catch(() => null);
    if (claimed === true) return reached;
    if (claimed === null) {
      reached = await findOrLaunch(cluster);
    } else if (deadline.aborted) {
      await reached.client.end();
      throw new EmbeddedPostgresError(
        `Another Latchkey is already running on this data directory (${cluster.dataDir}). Stop it, or set DATA_DIR to another directory, ` +
          'or DATABASE_URL to a PostgreSQL that several may share.',
      );
    } else {
      await sleep(CLAIM_POLL);
    }
  }
}
