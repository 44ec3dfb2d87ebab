import { Client } from 'pg';

/** Milliseconds to connect in, for a statement, and for a polite goodbye. */
const CONNECT_TIMEOUT = 2_000;
const QUERY_TIMEOUT = 2_000;
const GOODBYE = 250;

/** A connection to PostgreSQL beside the pool, so that a busy pool makes nobody deaf. Not connected yet. */
export function noticeConnection(url: string): Client {
  return new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: QUERY_TIMEOUT,
    application_name: 'latchkey notices',
    keepAlive: true,
  });
}

/** Ends a connection, also one whose peer is silent and would never answer a goodbye. */
export async function hangUp(client: Client): Promise<void> {
  client.removeAllListeners('notification');
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  await Promise.race([client.end().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, GOODBYE).unref())]);
  stream.destroy();
}
