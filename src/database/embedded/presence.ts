import type { Client } from 'pg';

/*
 * Who uses a cluster, as advisory locks of sessions: PostgreSQL frees them when the holder's process dies, however it
 * dies. A service holds SERVICE alone, guests share GUESTS.
 */
const LATCHKEY = 0x4c4b;
const SERVICE = 1;
const GUESTS = 2;

/** Whether the session is now that of the one running service. */
export async function claimService(client: Client): Promise<boolean> {
  return ask(client, `pg_try_advisory_lock(${LATCHKEY}, ${SERVICE})`);
}

export async function joinGuests(client: Client): Promise<void> {
  await client.query(`SELECT pg_advisory_lock_shared(${LATCHKEY}, ${GUESTS})`);
}

/** Whether no service and no other guest is there. If so, none can come until the session ends. */
export async function isAlone(client: Client): Promise<boolean> {
  await client.query(`SELECT pg_advisory_unlock_shared(${LATCHKEY}, ${GUESTS})`);
  return (await claimService(client)) && ask(client, `pg_try_advisory_lock(${LATCHKEY}, ${GUESTS})`);
}

async function ask(client: Client, expression: string): Promise<boolean> {
  const { rows } = await client.query<{ answer: boolean }>(`SELECT ${expression} AS answer`);
  return rows[0]?.answer === true;
}
