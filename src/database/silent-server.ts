import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

/**
 * Milliseconds that a server may say nothing to a statement. More than its own limits for one (pool-options.ts), which it
 * tells of when they are over: a server that is silent for longer is gone, or the line to it is.
 */
const SILENCE = 6_000;

/** What the driver keeps to itself: the statement that waits for its answer, and the socket. */
interface Inner {
  readonly _activeQuery: unknown;
  readonly connection: { readonly stream: Socket };
}

/**
 * Cuts a connection whose server has fallen silent, so that its statement fails and the pool opens another one. Otherwise
 * a machine that vanished without a word, as in a failover, would hold every connection until TCP gives it up, a quarter
 * of an hour later. The driver's own `query_timeout` would not do: it gives up waiting and puts the connection back, for
 * the next caller to wait on.
 */
export function cutWhenSilent(client: ClientBase): void {
  const inner = client as unknown as Inner;
  const { stream } = inner.connection;
  // The socket's timer begins anew with each byte in either direction, which costs a statement nothing. A listener given to
  // `setTimeout` would hear of the first pause alone, and the guard would be gone once the connection had been without work.
  stream.setTimeout(SILENCE);
  stream.on('timeout', () => {
    if (inner._activeQuery === null) return;
    const heard = stream.bytesRead;
    // Timers come before what has arrived: this process may have been stopped, with the answer waiting for it to go on.
    setImmediate(() => {
      if (stream.bytesRead === heard) stream.destroy(new Error('Connection terminated: the database said nothing in time'));
    });
  });
}
