import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramRole } from '../../../src/config/config';
import { loadConfig } from '../../../src/config/load-config';
import { OperatorError } from '../../../src/errors/operator-error';

const SECRET = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');

describe('the secret of a data directory', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'latchkey-secret-')), 'data');
  });

  const secretFor = (role: ProgramRole, settings = {}) => loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: dataDir, ...settings }, role).secrets.current;
  const makeCluster = () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
  };
  const file = () => join(dataDir, 'secret.key');

  it.each(['server', 'founder'] as const)('is made by a %s where there is no database, also in a directory that is there', (role) => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    expect(secretFor(role)).toHaveLength(32);
    expect(existsSync(file())).toBe(true);
  });

  it.each(['server', 'founder', 'guest'] as const)('is not made up by a %s beside a database, which was made with another one', (role) => {
    makeCluster();
    expect(() => secretFor(role)).toThrow(OperatorError);
    expect(() => secretFor(role)).toThrow(/^LATCHKEY_SECRET: the Latchkey in .*\/data was made with one, and \S+\/data\/secret\.key is not there\. Set it as /);
    expect(existsSync(file())).toBe(false);
  });

  it.each(['server', 'founder', 'guest'] as const)('is the one that is there, or the one that is given, for a %s beside a database', (role) => {
    makeCluster();
    expect(secretFor(role, { LATCHKEY_SECRET: SECRET }).toString('base64')).toBe(SECRET);
    expect(existsSync(file())).toBe(false);
    writeFileSync(file(), SECRET);
    expect(secretFor(role).toString('base64')).toBe(SECRET);
  });

  it('is not made by a guest where there is no database either, who is told so', () => {
    expect(() => secretFor('guest')).toThrow(/^There is no Latchkey in .*\/data: set DATABASE_URL or DATA_DIR\.$/);
    expect(existsSync(dataDir)).toBe(false);
  });
});
