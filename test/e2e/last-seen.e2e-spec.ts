import { Client } from 'pg';
import { LastSeen } from '../../src/sessions/last-seen';
import { startApp, type TestApp } from '../support/app';
import type { Device } from '../support/factories';

describe('the writing of when sessions were last used', () => {
  let app: TestApp;
  let other: Client;
  let phones: Device[];
  let noon: Date;

  beforeEach(async () => {
    app = await startApp();
    other = new Client({ connectionString: app.databaseUrl });
    await other.connect();
    const ann = await app.given.user();
    phones = [await app.given.session(ann), await app.given.session(ann), await app.given.session(ann)];
    noon = app.clock.in(600);
  });
  afterEach(async () => {
    await other?.end();
    await app?.close();
  });

  const lastSeen = () => app.app.get(LastSeen, { strict: false });
  const note = ({ sessionId }: Device) =>
    lastSeen().note({ id: sessionId, lastSeenAt: new Date(0), idleSeconds: null } as Parameters<LastSeen['note']>[0], noon.getTime());
  const written = async () => {
    const rows = await app.db<{ id: string }>('SELECT id FROM sessions WHERE last_seen_at = $1', [noon]);
    return rows.map(({ id }) => id).sort();
  };
  const idsOf = (devices: Device[]) => devices.map(({ sessionId }) => sessionId).sort();

  it('waits for nobody who holds one of them, writes the others, and that one the next time', async () => {
    const [held, ...free] = phones as [Device, ...Device[]];
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM sessions WHERE id = $1 FOR NO KEY UPDATE', [held.sessionId]);
    for (const phone of phones) note(phone);
    await lastSeen().write();
    expect(await written()).toEqual(idsOf(free));
    await lastSeen().write();
    expect(await written()).toEqual(idsOf(free));
    await other.query('COMMIT');
    await lastSeen().write();
    expect(await written()).toEqual(idsOf(phones));
  });

  it('forgets what is erased meanwhile', async () => {
    const [gone] = phones as [Device, ...Device[]];
    await other.query('BEGIN');
    await other.query('DELETE FROM sessions WHERE id = $1', [gone.sessionId]);
    note(gone);
    await lastSeen().write();
    await other.query('COMMIT');
    await lastSeen().write();
    expect(await written()).toEqual([]);
  });
});
