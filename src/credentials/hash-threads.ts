import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Options } from '@node-rs/argon2';
import { Piscina } from 'piscina';

/** One less than the cores: they leave room for the rest. */
export const HASH_THREADS = Math.max(1, availableParallelism() - 1);
/** Hashes that a thread holds: one at work and one ready, so that it need not wait for the event loop between two. */
export const HELD = 2;
/** Milliseconds without a hash after which a thread ends, with its memory. */
const IDLE = 60_000;

/** One for the process, whatever is served in it: a thread is dearer to start than to keep. Idle ones keep no process from ending. */
let pool: Piscina<unknown, unknown> | null = null;

function threads(): Piscina<unknown, unknown> {
  pool ??= new Piscina<unknown, unknown>({
    filename: join(__dirname, 'hash-thread.cjs'),
    minThreads: 0,
    maxThreads: HASH_THREADS,
    concurrentTasksPerWorker: HELD,
    idleTimeout: IDLE,
  });
  return pool;
}

/** Runs Argon2 in threads of their own: neither files nor look-ups of names, which share Node's thread pool, wait behind hashes. */
@Injectable()
export class HashThreads {
  /** A PHC string. */
  hash(password: string, cost: Options): Promise<string> {
    return threads().run({ password, cost }, { name: 'hash' }) as Promise<string>;
  }

  /** Whether the password is the one of the PHC string. */
  verify(stored: string, password: string): Promise<boolean> {
    return threads().run({ stored, password }, { name: 'verify' }) as Promise<boolean>;
  }
}
