import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaintOf, latchkey, resultOf } from '../support/cli';
import { createDatabase } from '../support/database';

/** The embedded database is made here, and that takes its time. */
const PATIENCE = 120_000;

describe('commands where there is no Latchkey', () => {
  let directory: string;
  let settings: Record<string, string>;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'latchkey-nowhere-'));
    settings = { LATCHKEY_LOCAL: '1', DATA_DIR: join(directory, 'data') };
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it.each([['users end-sessions --all'], ['users disable ann@example.com'], ['keys rotate'], ['mail retry --all'], ['service-keys create desk']])(
    '%s says so, and makes nothing',
    async (line) => {
      const secret = randomBytes(32).toString('base64');
      for (const given of ['', secret]) {
        const outcome = await latchkey({ ...settings, LATCHKEY_SECRET: given }, ...line.split(' '));
        expect(outcome).toMatchObject({ code: 1, stdout: '' });
        expect(complaintOf(outcome)).toMatch(/^There is no Latchkey in .*\/data\b.*: set DATABASE_URL or DATA_DIR/);
      }
      expect(await readdir(directory)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'migrate makes one and says so, and then the others find it',
    async () => {
      const made = await latchkey(settings, 'migrate');
      expect(resultOf(made)['applied']).toContain('CreateAccounts1763762400000');
      expect(complaintOf(made)).toBe(`Made a new Latchkey in ${join(directory, 'data')}.`);
      const again = await latchkey(settings, 'migrate');
      expect({ ...resultOf(again), said: complaintOf(again) }).toEqual({ applied: [], said: '' });
      expect(resultOf(await latchkey(settings, 'users', 'end-sessions', '--all'))).toEqual({ endedSessions: 0 });
    },
    PATIENCE,
  );

  it(
    'users create says that it made one, which in the wrong directory is not the one that was meant',
    async () => {
      const made = await latchkey(settings, 'users', 'create', '--email', 'ann@example.com', '--password', 'Operator-Horse-1');
      expect(resultOf(made)).toMatchObject({ email: 'ann@example.com' });
      expect(complaintOf(made)).toBe(`Made a new Latchkey in ${join(directory, 'data')}.`);
    },
    PATIENCE,
  );

  it(
    'on a DATABASE_URL no secret is made up, which would not be that of its service',
    async () => {
      const database = await createDatabase();
      try {
        for (const line of ['users end-sessions --all', 'migrate', 'users create --email ann@example.com --password Operator-Horse-1']) {
          const outcome = await latchkey({ ...settings, DATABASE_URL: database.url }, ...line.split(' '));
          expect(outcome).toMatchObject({ code: 1, stdout: '' });
          expect(complaintOf(outcome)).toMatch(/^LATCHKEY_SECRET: is required with DATABASE_URL/);
        }
        expect(existsSync(join(directory, 'data'))).toBe(false);
      } finally {
        await database.drop();
      }
    },
    PATIENCE,
  );
});
