import { Client } from 'pg';

/**
 * What happens by the clock: heartbeats, looks at the record of changes, looks for mails to be sent, notes for the audit trail;
 * and what each new connection is asked.
 */
const BY_THE_CLOCK = /transaction_read_only|pg_notify|pg_current_snapshot|UPDATE outgoing_mails SET taken_until|WITH noted AS/;

/** The statements that this process sends to PostgreSQL meanwhile, but for what happens by the clock. */
export async function queriesOf(work: () => Promise<unknown>): Promise<string[]> {
  const spy = jest.spyOn(Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.map(([statement]) => textOf(statement)).filter((text) => !BY_THE_CLOCK.test(text));
  } finally {
    spy.mockRestore();
  }
}

export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  return (await queriesOf(work)).length;
}

/** A statement is sent as its text, or as an object that has it. */
function textOf(statement: unknown): string {
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : String(statement);
}
