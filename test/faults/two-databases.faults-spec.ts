import { latchkey } from '../support/cli';
import { copyOf, createDatabase, createEmptyDatabase, run, type TestDatabase } from '../support/database';
import { Program } from '../support/program';

const FAULT = 'DATABASE_DIRECT_URL: leads to another database than DATABASE_URL';
const LIMIT = 60_000;

/** Starts the program on two addresses, and expects that it does not come up. */
async function refusalOf(database: TestDatabase, direct: TestDatabase): Promise<string> {
  const started = await Program.start({ DATABASE_URL: database.url, DATABASE_DIRECT_URL: direct.url }).catch((error: unknown) => error);
  if (!(started instanceof Program)) return String(started);
  await started.end('SIGKILL');
  return 'it serves';
}

describe('a DATABASE_DIRECT_URL that leads to another database than DATABASE_URL', () => {
  const made: TestDatabase[] = [];
  const keep = async (making: Promise<TestDatabase>) => {
    const database = await making;
    made.push(database);
    return database;
  };
  afterEach(() => Promise.all(made.splice(0).map((database) => database.drop())));

  it('stops the start, also where one is a copy of the other', async () => {
    const database = await keep(createDatabase());
    expect(await refusalOf(database, await keep(createDatabase()))).toContain(FAULT);
    expect(await refusalOf(database, await keep(copyOf(database)))).toContain(FAULT);
  }, 120_000);

  it(
    'stops the start before anything is made in a database that Latchkey has nothing to do with',
    async () => {
      const [database, stranger] = [await keep(createDatabase()), await keep(createEmptyDatabase())];
      expect(await refusalOf(database, stranger)).toContain(FAULT);
      expect(await run(stranger.url, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).toEqual([]);
    },
    LIMIT,
  );

  it(
    'is refused by commands too',
    async () => {
      const [database, other] = [await keep(createDatabase()), await keep(createDatabase())];
      const settings = { LATCHKEY_SECRET: Buffer.from('0123456789abcdef0123456789abcdef').toString('base64'), LATCHKEY_LOCAL: '1' };
      const outcome = await latchkey({ ...settings, DATABASE_URL: database.url, DATABASE_DIRECT_URL: other.url }, 'users', 'end-sessions', '--all');
      expect(outcome).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(FAULT) as string });
    },
    LIMIT,
  );

  it(
    'does not keep a service from its one database, though two names of it differ',
    async () => {
      const database = await keep(createEmptyDatabase());
      const program = await Program.start({ DATABASE_URL: database.url, DATABASE_DIRECT_URL: `${database.url}?application_name=direct` });
      expect((await program.end('SIGTERM')).code).toBe(0);
    },
    LIMIT,
  );
});
