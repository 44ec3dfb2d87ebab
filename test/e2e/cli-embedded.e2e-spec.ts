import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres';
import { capturedLog } from '../support/capture';
import { complaintOf, latchkeyProcess, resultOf } from '../support/cli';
import { run } from '../support/database';
import { startEmbeddedOwner } from '../support/embedded-owner';

/** The build, where it is stale, and the first start of the database take their time. */
const PATIENCE = 120_000;

describe('the built command line on the embedded database', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'latchkey-cli-'));
  });
  afterAll(async () => {
    // A killed service leaves its PostgreSQL running: the next service takes it over and ends it.
    await (await startEmbeddedPostgres({ dataDir: join(directory, 'data'), role: 'server', log: capturedLog() })).stop();
    await rm(directory, { recursive: true, force: true });
  }, PATIENCE);

  const latchkey = (...argv: string[]) => latchkeyProcess({ DATA_DIR: join(directory, 'data') }, directory, ...argv);

  it(
    'works without a server, from nothing, and prints JSON alone',
    async () => {
      expect(resultOf(await latchkey('migrate'))).toEqual({ applied: expect.arrayContaining(['CreateAccounts1763762400000']) as string[] });
      const made = await latchkey('users', 'create', '--email', 'ann@example.com', '--password', 'Operator-Horse-1', '--scope', 'admin');
      expect(resultOf(made)).toMatchObject({ email: 'ann@example.com', scopes: ['user', 'admin'] });
      expect(made.stdout.trimEnd().split('\n')).toHaveLength(1);
    },
    PATIENCE,
  );

  it(
    'works beside a running service, on the same data',
    async () => {
      const owner = await startEmbeddedOwner(join(directory, 'data'));
      try {
        const stored = () => run(owner.url, 'SELECT email, disabled_at IS NOT NULL AS disabled FROM users');
        expect(await stored()).toEqual([{ email: 'ann@example.com', disabled: false }]);
        expect(resultOf(await latchkey('users', 'disable', 'ann@example.com'))).toMatchObject({ disabled: true });
        // The service's database goes on when the command ends.
        expect(await stored()).toEqual([{ email: 'ann@example.com', disabled: true }]);
      } finally {
        await owner.kill();
      }
    },
    PATIENCE,
  );

  it(
    'makes up no secret where the service has its own, so that nothing can be sealed with another one',
    async () => {
      const [file, kept] = [join(directory, 'data', 'secret.key'), join(directory, 'kept.key')];
      await rename(file, kept);
      try {
        for (const line of ['users create --email eve@example.com --password Operator-Horse-1', 'migrate', 'keys discard --all']) {
          const outcome = await latchkey(...line.split(' '));
          expect(outcome).toMatchObject({ code: 1, stdout: '' });
          expect(complaintOf(outcome)).toMatch(/^LATCHKEY_SECRET: the Latchkey in .* was made with one, and .*\/data\/secret\.key is not there\. /);
          expect(existsSync(file)).toBe(false);
        }
      } finally {
        await rename(kept, file);
      }
      expect(resultOf(await latchkey('keys', 'list'))['keys']).toHaveLength(4);
    },
    PATIENCE,
  );

  it(
    'exits with 1 and a message, and prints nothing, when it fails',
    async () => {
      const outcome = await latchkey('users', 'disable', 'nobody@example.com');
      expect({ code: outcome.code, stdout: outcome.stdout, complaint: complaintOf(outcome) }).toEqual({
        code: 1,
        stdout: '',
        complaint: 'There is no such account.',
      });
    },
    PATIENCE,
  );
});
