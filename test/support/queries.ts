import { Client } from 'pg';

/**
 * What happens by the clock: heartbeats, looks at the record of changes, looks for mails to be sent, notes for the audit trail;
 * and what each new connection is asked.
 */
const BY_THE_CLOCK = /transaction_read_only|pg_notify|pg_current_snapshot|UPDATE outgoing_mails SET taken_until|WITH noted AS/;

/** Counts the statements that this process sends to PostgreSQL, but for what happens by the clock. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.filter(([statement]) => !BY_THE_CLOCK.test(String(statement))).length;
  } finally {
    spy.mockRestore();
  }
}
