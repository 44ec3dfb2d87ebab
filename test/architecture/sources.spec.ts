import { linesMatching, sourcesIn } from '../support/sources';

const product = sourcesIn('src', 'migrations');
const everything = [...product, ...sourcesIn('test', 'examples')];
// This file writes down what it forbids.
const others = everything.filter(({ path }) => path !== 'test/architecture/sources.spec.ts');

interface Laws {
  forbidden: { name: string; from: { path: string } }[];
}

const laws = jest.requireActual<Laws>('../../.dependency-cruiser.cjs');
const roomRules = laws.forbidden.filter(({ name }) => name.startsWith('rooms: '));
const ROOMS = ['^migrations/', '^src/http/', ...roomRules.map(({ from }) => from.path)].map((path) => new RegExp(path));

describe('every source file', () => {
  it('has at most 200 lines', () => {
    expect(everything.filter(({ text }) => text.trimEnd().split('\n').length > 200).map(({ path }) => path)).toEqual([]);
  });

  it('has lines of at most 160 characters', () => {
    expect(linesMatching(everything, /^.{161,}$/)).toEqual([]);
  });

  it('of the product lies in a room whose imports the laws rule', () => {
    expect(product.filter(({ path }) => !ROOMS.some((room) => room.test(path))).map(({ path }) => path)).toEqual([]);
  });

  it('is no barrel', () => {
    expect(everything.filter(({ path }) => /(^|\/)index\.ts$/.test(path)).map(({ path }) => path)).toEqual([]);
    expect(linesMatching(product, /^export (type )?(\*|\{[^}]*\}) from /)).toEqual([]);
  });

  it('goes without forwardRef and silenced type errors', () => {
    expect(linesMatching(others, /forwardRef|@ts-(ignore|nocheck|expect-error)/)).toEqual([]);
  });

  it('gives a reason with every lint rule it switches off', () => {
    expect(linesMatching(others, /eslint-disable(?!.* -- \S)/)).toEqual([]);
  });

  it('of the tests runs: none is skipped, focused or empty', () => {
    expect(linesMatching(others, /\b(it|test|describe)\.(only|skip|todo|failing)\b|\b[xf](it|describe|test)\(|should be defined/)).toEqual([]);
  });
});

describe('the product', () => {
  it('reads the environment in config alone', () => {
    const outside = product.filter(({ path }) => !path.startsWith('src/config/'));
    expect(linesMatching(outside, /process\s*(\?\.|\.|\[')\s*env\b|\{[^}]*\benv\b[^}]*\} = process|\benv\b.* from '(node:)?process'/)).toEqual([]);
  });

  it('asks the clock for the time', () => {
    const outside = product.filter(({ path }) => !path.startsWith('src/clock/'));
    expect(linesMatching(outside, /new Date\(\)|Date\.now\(|performance\.now\(|hrtime/)).toEqual([]);
  });

  it('takes randomness from node:crypto', () => {
    expect(linesMatching(product, /Math\.random|from '(nanoid|randomstring|crypto-random-string)'/)).toEqual([]);
  });

  it('uses hashes, MACs, ciphers and keys of a list of approved ones (ASVS 11.3.1, 11.3.2, 11.4.1, 11.6.1)', () => {
    const made = /\b(createHash|createHmac|create(De|C)ipheriv|hkdfSync|generateKeyPairSync|createSign|createVerify|pbkdf2|scrypt)(Sync)?\(/;
    const approved = /(createHash|createHmac|hkdfSync)\('sha256'|create(De|C)ipheriv\('aes-256-gcm'|generateKeyPairSync\('ec', \{ namedCurve: 'P-256' \}/;
    const found = linesMatching(product, made);
    expect(found.length).toBeGreaterThan(12);
    // The list of breached passwords is looked up by SHA-1: a name there, which protects nothing.
    expect(found.filter((line) => !approved.test(line) && !line.startsWith('src/credentials/breached-passwords.ts'))).toEqual([]);
    expect(linesMatching(product, /from '(crypto-js|bcrypt(js)?|md5|sha\.js|node-forge|tweetnacl)'|subtle\b/)).toEqual([]);
  });

  it('makes no code, pattern or format of what it is given (ASVS 1.2.9, 1.3.2, 1.3.10)', () => {
    expect(linesMatching(product, /new RegExp\(|\beval\(|new Function\(|from '(node:)?vm'|\bformat\b.*from '(node:)?util'/)).toEqual([]);
  });

  it('starts no program but the embedded PostgreSQL, and none through a shell (ASVS 1.2.5)', () => {
    const outside = product.filter(({ path }) => !path.startsWith('src/database/embedded/'));
    expect(linesMatching(outside, /from '(node:)?child_process'/)).toEqual([]);
    expect(linesMatching(product, /shell: *true|\b(exec|execSync)\(['"`]/)).toEqual([]);
  });

  it('asks nobody on the web but the list of breached passwords (ASVS 13.2.4, 13.2.5)', () => {
    const outside = product.filter(({ path }) => path !== 'src/credentials/breached-passwords.ts');
    expect(linesMatching(outside, /(?<![.\w])fetch\(|from '(undici|axios|got|node-fetch)'|\bhttps?\.(get|request)\(/)).toEqual([]);
  });

  it('never lets TypeORM alter the schema', () => {
    expect(linesMatching(product, /synchronize: *true|\.synchronize\(|migrationsRun: *true/)).toEqual([]);
  });

  it('refers from table to table by id columns, not by entities', () => {
    const entities = product.filter(({ path }) => path.endsWith('.entity.ts'));
    expect(linesMatching(entities, /@(ManyToOne|OneToMany|OneToOne|ManyToMany)\(|from '.*\.entity'/)).toEqual([]);
  });

  it('spreads no entity into an answer', () => {
    const presenters = product.filter(({ path }) => /present/.test(path));
    expect(linesMatching(presenters, /\{\s*\.\.\.(user|session|account|person)\b/)).toEqual([]);
  });
});
