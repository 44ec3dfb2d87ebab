import { Client } from 'pg';

/** Counts the statements that this process sends to PostgreSQL, but for the heartbeats of the notice connection. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.filter(([statement]) => !String(statement).includes('pg_notify')).length;
  } finally {
    spy.mockRestore();
  }
}
