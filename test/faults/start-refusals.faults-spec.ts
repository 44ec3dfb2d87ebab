import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaintOf, latchkeyProcess } from '../support/cli';
import { createDatabase, type TestDatabase } from '../support/database';
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
});
