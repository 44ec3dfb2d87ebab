import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { keepLogLine } from './capture';
import { freePort } from './free-port';

const MAIN = join(__dirname, '../../dist/src/main.js');
const PATIENCE = 40_000;

/** The built program in a process of its own. */
export class Program {
  private constructor(
    readonly baseUrl: string,
    readonly pid: number,
    /** Milliseconds from its start to the first answer that it is ready. */
    readonly readyAfter: number,
    /** Milliseconds of these in which its main thread computed, or was to and had no processor; 0 where the system does not tell. */
    readonly computing: number,
    /** What it printed until then. */
    readonly output: string,
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {}

  /** @throws Error with what it printed, where it does not become ready */
  static async start(settings: Readonly<Record<string, string>>): Promise<Program> {
    const port = settings['PORT'] ?? String(await freePort());
    const directory = await mkdtemp(join(tmpdir(), 'latchkey-program-'));
    const env = { PATH: process.env['PATH'], LATCHKEY_LOCAL: '1', LOG_LEVEL: 'debug', DATA_DIR: directory, ...settings, PORT: port };
    const startedAt = performance.now();
    const child = spawn(process.execPath, [MAIN], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        keepLogLine(chunk.toString());
        output = (output + chunk.toString()).slice(-4_000);
      });
    }
    const baseUrl = `http://127.0.0.1:${port}`;
    while (!(await isReady(baseUrl))) {
      if (child.exitCode === null && performance.now() - startedAt < PATIENCE) await delay(20);
      else {
        child.kill('SIGKILL');
        throw new Error(`the program did not become ready: ${output}`);
      }
    }
    return new Program(baseUrl, child.pid ?? 0, performance.now() - startedAt, await computingOf(child.pid ?? 0), output, child, directory);
  }

  /**
   * Sends a signal and waits for the end.
   * @returns the exit code, null after a signal that cannot be caught, and the milliseconds it took
   */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; took: number }> {
    const from = performance.now();
    const ended = this.child.exitCode === null && this.child.signalCode === null ? once(this.child, 'exit') : Promise.resolve();
    this.child.kill(signal);
    await ended;
    const took = performance.now() - from;
    await rm(this.directory, { recursive: true, force: true });
    return { code: this.child.exitCode, took };
  }
}

/**
 * Starts the built program with settings that it cannot serve with, and waits for its end.
 * @returns what it said of that, without its log
 * @throws Error where it does not end with 1
 */
export async function keptFromStarting(settings: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-program-'));
  const env = { PATH: process.env['PATH'], LATCHKEY_LOCAL: '1', DATA_DIR: directory, PORT: '0', ...settings };
  const child = spawn(process.execPath, [MAIN], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE, killSignal: 'SIGKILL' });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => keepLogLine(chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  await rm(directory, { recursive: true, force: true });
  keepLogLine(said);
  if (code !== 1) throw new Error(`the program did not refuse to start: it ended with ${code} and said ${said}`);
  return said.trim();
}

/** Linux tells of each thread how long it ran and how long it waited for a processor, in nanoseconds. */
async function computingOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => '0 0');
  const [ran = 0, queued = 0] = text.split(' ').map(Number);
  return (ran + queued) / 1e6;
}

async function isReady(baseUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/health/ready`)).ok;
  } catch {
    return false;
  }
}
