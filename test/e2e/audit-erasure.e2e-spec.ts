import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { AuditRepository } from '../../src/audit/audit.repository';
import { startApp, type TestApp } from '../support/app';
import { within } from '../support/within';

describe('the erasure of a person from the trail', () => {
  let app: TestApp;
  let sweeper: Client;
  beforeEach(async () => {
    app = await startApp();
    sweeper = new Client({ connectionString: app.databaseUrl });
    await sweeper.connect();
  });
  afterEach(async () => {
    await sweeper?.end();
    await app?.close();
  });

  it('goes to the last event though some are swept while they are picked', async () => {
    const person = randomUUID();
    // More than one statement takes.
    await app.db(
      `INSERT INTO audit_events (id, at, event, outcome, subject_id, actor, ip)
       SELECT gen_random_uuid(), now(), 'signed_in', 'success', $1, 'self', '203.0.113.7' FROM generate_series(1, 5600)`,
      [person],
    );
    await sweeper.query('BEGIN');
    await sweeper.query(`SELECT set_config('latchkey.audit_change', 'DELETE', true)`);
    await sweeper.query(`DELETE FROM audit_events WHERE subject_id = $1 AND get_byte(uuid_send(id), 0) < 16`, [person]);
    const erased = app.app.get(AuditRepository, { strict: false }).erase(person);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await within(30_000, async () => expect(await app.db(waiting)).toHaveLength(1));
    await sweeper.query('COMMIT');
    await erased;
    const left = `SELECT count(*)::int AS events FROM audit_events WHERE subject_id = $1 OR ip = '203.0.113.7'`;
    expect(await app.db(left, [person])).toEqual([{ events: 0 }]);
  });
});
