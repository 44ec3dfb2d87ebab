import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres';
import { migrate } from '../../src/database/migrate';
import { capturedLog } from './capture';
import { run } from './database';

/** A PostgreSQL of one test alone, which may be stopped, killed and started again; nothing about its durability is relaxed. */
export class OwnPostgres {
  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedServer,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-own-pg-'));
    const postgres = new OwnPostgres(dataDir, await launch(dataDir));
    await migrate({ url: postgres.url, log: capturedLog() });
    return postgres;
  }

  get url(): string {
    return this.server.url;
  }

  /** As `pg_ctl stop -m fast` does: sessions are ended, transactions rolled back. */
  async stop(): Promise<void> {
    await this.server.stop();
  }

  async startAgain(): Promise<void> {
    this.server = await launch(this.dataDir);
  }

  /** Kills the server's main process, as the kernel does where memory runs out; its children end by themselves, and it is started again by itself. */
  async kill(): Promise<void> {
    const file = await readFile(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number(file.split('\n', 1)[0]), 'SIGKILL');
  }

  /**
   * A hot standby that has received everything, made of a server that is stopped: it reads, and waits to be promoted.
   * Like any standby it stays one when the primary is started again, and receives nothing more.
   */
  async standby(): Promise<OwnPostgres> {
    const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-own-pg-'));
    // As their owner's, who runs the server; that it is a standby is told by a file of that name, whatever is in it.
    execFileSync('cp', ['-a', `${this.dataDir}/.`, dataDir]);
    execFileSync('cp', ['-a', 'PG_VERSION', 'standby.signal'], { cwd: join(dataDir, 'postgres') });
    return new OwnPostgres(dataDir, await launch(dataDir));
  }

  /** Makes a standby the primary, as a failover does. */
  async promote(): Promise<void> {
    await run(this.url, 'SELECT pg_promote()');
  }

  async remove(): Promise<void> {
    await this.server.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

const launch = (dataDir: string): Promise<EmbeddedServer> => startEmbeddedPostgres({ dataDir, role: 'server', log: capturedLog() });
