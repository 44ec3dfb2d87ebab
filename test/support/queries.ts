import { Client } from 'pg';

/** What goes over the notice connections by the clock: heartbeats, and looks at the record of changes. */
const BY_THE_CLOCK = /pg_notify|pg_current_snapshot/;

/** Counts the statements that this process sends to PostgreSQL, but for those of the notice connections. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.filter(([statement]) => !BY_THE_CLOCK.test(String(statement))).length;
  } finally {
    spy.mockRestore();
  }
}
