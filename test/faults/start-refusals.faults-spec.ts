import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaintOf, latchkeyProcess } from '../support/cli';
import { createDatabase, type TestDatabase, withDatabase } from '../support/database';
import { keptFromStarting, Program } from '../support/program';

const LIMIT = 120_000;
const secret = () => randomBytes(32).toString('base64');

describe('what an operator can mend is said in words', () => {
  let database: TestDatabase;
  let directory: string;
  beforeAll(async () => {
    database = await createDatabase();
    directory = await mkdtemp(join(tmpdir(), 'latchkey-refusals-'));
  });
  afterAll(async () => {
    await database?.drop();
    await rm(directory, { recursive: true, force: true });
  });

  it(
    'a LATCHKEY_SECRET that is another one ends the start, and a command, with what to do',
    async () => {
      const settings = { DATABASE_URL: database.url, LATCHKEY_LOCAL: '1' };
      await (await Program.start({ ...settings, LATCHKEY_SECRET: secret() })).end('SIGTERM');
      const wrong = { ...settings, LATCHKEY_SECRET: secret() };
      const words = /^A sealed value cannot be opened: LATCHKEY_SECRET is not the one .*docs\/operations\/keys\.md\.$/;
      expect(await keptFromStarting(wrong)).toMatch(words);
      const outcome = await latchkeyProcess(wrong, directory, 'keys', 'list');
      expect({ code: outcome.code, stdout: outcome.stdout, complaint: complaintOf(outcome) }).toEqual({
        code: 1,
        stdout: '',
        complaint: expect.stringMatching(words) as string,
      });
    },
    LIMIT,
  );

  it(
    'a LATCHKEY_SECRET for what a start without one has made ends with the file that keeps the right one',
    async () => {
      const settings = { DATA_DIR: join(directory, 'tried') };
      const file = join(settings.DATA_DIR, 'secret.key');
      await (await Program.start(settings)).end('SIGTERM');
      expect(await keptFromStarting({ ...settings, LATCHKEY_SECRET: secret() })).toContain(`(where it was given none, what ${file} holds)`);
      await (await Program.start({ ...settings, LATCHKEY_SECRET: await readFile(file, 'utf8') })).end('SIGTERM');
    },
    LIMIT,
  );

  it(
    'an embedded database without its secret ends the start, and none is made up beside it',
    async () => {
      const dataDir = join(directory, 'data');
      const settings = { DATA_DIR: dataDir };
      await (await Program.start({ ...settings, LATCHKEY_SECRET: secret() })).end('SIGTERM');
      const file = join(dataDir, 'secret.key');
      expect(await keptFromStarting(settings)).toBe(
        `LATCHKEY_SECRET: the Latchkey in ${dataDir} was made with one, and ${file} is not there. ` +
          'Set it as the service had it; what to do without it stands in docs/operations/keys.md.',
      );
      expect(existsSync(file)).toBe(false);
    },
    LIMIT,
  );

  it(
    'a database that cannot be reached ends the start with the variable that leads there',
    async () => {
      const words = (reason: string, setting = 'DATABASE_URL') => `The database cannot be reached: ${reason} (see ${setting})`;
      const nobody = 'postgres://nobody@127.0.0.1:1/none';
      expect(await keptFromStarting({ DATABASE_URL: nobody })).toBe(words('connect ECONNREFUSED 127.0.0.1:1'));
      expect(await keptFromStarting({ DATABASE_URL: withDatabase(database.url, 'no_such') })).toBe(words('database "no_such" does not exist'));
      expect(await keptFromStarting({ DATABASE_URL: 'postgres://nobody@no-such-host.invalid/none' })).toMatch(/^The database cannot be reached: getaddrinfo /);
      const direct = { DATABASE_URL: database.url, DATABASE_DIRECT_URL: nobody };
      expect(await keptFromStarting(direct)).toBe(words('connect ECONNREFUSED 127.0.0.1:1', 'DATABASE_DIRECT_URL'));
    },
    LIMIT,
  );

  it(
    'a port that is taken ends the start with PORT',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const own = await createDatabase();
      try {
        expect(await keptFromStarting({ DATABASE_URL: own.url, PORT: String(port) })).toMatch(
          new RegExp(`^PORT: another program listens at 127\\.0\\.0\\.1, port ${port} already\\. .*EADDRINUSE`),
        );
      } finally {
        other.close();
        await own.drop();
      }
    },
    LIMIT,
  );

  it(
    'a data directory that cannot be written ends the start with DATA_DIR',
    async () => {
      const file = join(directory, 'a-file');
      await writeFile(file, '');
      expect(await keptFromStarting({ DATA_DIR: join(file, 'data') })).toMatch(/cannot be written \(ENOTDIR\)\. Set DATA_DIR to /);
    },
    LIMIT,
  );
});
