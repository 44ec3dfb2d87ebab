import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Ports of one process at a time, and how many such ranges there are: below what systems give to outgoing connections. */
const RANGE = 200;
const RANGES = 110;
const FIRST = 10_000;

let taken = randomInt(RANGE);

/**
 * A port of this machine that nobody listens on, from a range of this process: what another test is about to listen on
 * looks as free as any other, and of two programs that take one port the tests of either see the wrong one.
 */
export async function freePort(): Promise<number> {
  const port = FIRST + (process.pid % RANGES) * RANGE + (taken++ % RANGE);
  return (await isFree(port)) ? port : freePort();
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
