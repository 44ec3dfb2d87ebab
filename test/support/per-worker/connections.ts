import { Pool } from 'pg';

const administrators = new Map<string, Pool>();

/** The connection that makes and drops databases, one for all test files of a worker: to open one for each database is dear. */
export function administratorOf(serverUrl: string): Pool {
  let administrator = administrators.get(serverUrl);
  if (administrator === undefined) administrators.set(serverUrl, (administrator = connectionsTo(serverUrl, 1)));
  return administrator;
}

/** Connections that stay, but keep no program from ending. */
export function connectionsTo(url: string, max: number): Pool {
  const pool = new Pool({ connectionString: url, max, idleTimeoutMillis: 0, allowExitOnIdle: true });
  pool.on('error', () => undefined); // an idle connection that a test has ended; the next statement gets another
  return pool;
}
