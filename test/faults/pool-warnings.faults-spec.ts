import { Config } from '../../src/config/config';
import { Database } from '../../src/database/database';
import { poolWarnings } from '../../src/database/pool-warnings';
import { startApp } from '../support/app';
import { createDatabase, run, type TestDatabase } from '../support/database';
import { Program } from '../support/program';

let database: TestDatabase;
beforeEach(async () => (database = await createDatabase()));
afterEach(() => database.drop());

/** What is said of a pooler on a database that gives its sessions these limits. */
async function warningsWith(limits: Record<string, string>, settings: Record<string, string> = { DATABASE_DIRECT_URL: database.url }): Promise<string[]> {
  const [{ name } = { name: '' }] = await run<{ name: string }>(database.url, 'SELECT current_database() AS name');
  for (const [limit, value] of Object.entries(limits)) await run(database.url, `ALTER DATABASE ${name} SET ${limit} = '${value}'`);
  const { app, close } = await startApp({ DATABASE_URL: database.url, ...settings });
  try {
    return await poolWarnings(app.get(Database), app.get(Config));
  } finally {
    await close();
  }
}

describe('behind a transaction pooler', () => {
  it('the start warns where single statements have no limit of time, and tells the remedy', async () => {
    const program = await Program.start({ DATABASE_URL: database.url, DATABASE_DIRECT_URL: database.url, LOG_LEVEL: 'warn' });
    await program.end('SIGKILL');
    expect(program.output).toMatch(/"level":40.*no statement_timeout and no lock_timeout/);
    expect(program.output).toMatch(/ALTER ROLE \S+ SET statement_timeout = '5s'; ALTER ROLE \S+ SET lock_timeout = '2s'"/);
  });

  it('what is missing alone is asked for', async () => {
    expect(await warningsWith({ statement_timeout: '5s' })).toEqual([expect.stringMatching(/no lock_timeout,.*: ALTER ROLE \S+ SET lock_timeout = '2s'$/)]);
  });

  it('nothing is said where the role has both, nor without a pooler', async () => {
    expect(await warningsWith({}, {})).toEqual([]);
    expect(await warningsWith({ statement_timeout: '5s', lock_timeout: '2s' })).toEqual([]);
  });
});
