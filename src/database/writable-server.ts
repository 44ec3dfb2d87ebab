import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';
import { sqlState } from '../errors/sql-state';

/** PostgreSQL's code for a statement that writes where only reading is allowed. */
const READ_ONLY = '25006';

/** What the driver keeps to itself: its messages from the server, and the socket. */
interface Inner {
  readonly connection: EventEmitter & { readonly stream: Socket };
}

/**
 * Lets a connection into the pool only if one may write on it, as libpq's `target_session_attrs=read-write` does. After a failover
 * the old name may lead to a standby for a while: what is read there is of the past, revoked sessions are alive, and a connection
 * would stay there for as long as the standby runs.
 * @throws Error of the code 25006
 */
export async function requireWritable(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ answer: string }>(`SELECT current_setting('transaction_read_only') AS answer`);
  if (rows[0]?.answer !== 'off') throw Object.assign(new Error('The database takes no writes: it is a standby, or set to read only'), { code: READ_ONLY });
  dropOnceReadOnly(client);
}

/** Whether a failure says that the database takes no writes. */
export function isReadOnly(error: unknown): boolean {
  return sqlState(error) === READ_ONLY;
}

// A connection whose server turns read-only while it is open is closed: the next one may lead to another server. Listening for it
// costs a statement nothing.
function dropOnceReadOnly(client: ClientBase): void {
  const { connection } = client as unknown as Inner;
  connection.on('errorMessage', ({ code }: { code?: string }) => {
    if (code === READ_ONLY) connection.once('readyForQuery', () => connection.stream.destroy());
  });
}
