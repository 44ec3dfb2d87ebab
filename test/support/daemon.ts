import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE = 10_000;

export interface Daemon {
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * A program of the machine that serves on a port, running when this resolves and ended with the tests.
 * @throws Error with what it printed, where it ends or does not listen in ten seconds
 */
export async function startDaemon(command: string, args: readonly string[], port: number): Promise<Daemon> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let over = false;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000)));
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      resolve();
    };
    child.on('error', (error) => {
      output += error.message;
      end();
    });
    child.on('exit', end);
  });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const stop = async () => {
    process.off('exit', killed);
    child.kill('SIGKILL');
    await ended;
  };
  const deadline = Date.now() + PATIENCE;
  while (!(await listens(port))) {
    if (over || Date.now() > deadline) {
      await stop();
      throw new Error(`${command} does not serve on port ${port}: ${output}`);
    }
    await delay(20);
  }
  return { pid: child.pid ?? 0, stop };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
