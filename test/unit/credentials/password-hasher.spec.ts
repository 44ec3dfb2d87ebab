import { availableParallelism } from 'node:os';
import { Clock } from '../../../src/clock/clock';
import { HashCost } from '../../../src/credentials/hash-cost';
import { HashQueue } from '../../../src/credentials/hash-queue';
import { HashThreads } from '../../../src/credentials/hash-threads';
import { PasswordHasher } from '../../../src/credentials/password-hasher';

/** A PHC string with its salt and its hash replaced by their lengths. */
const shapeOf = (phc: string) => phc.replace(/[^$]+(?=\$[^$]+$)|[^$]+$/g, (part) => String(Buffer.from(part, 'base64').length));

/** A PHC string that could be somebody's, but for what is told. */
function argon2({ version = '19', memory = '19456', passes = '2', lanes = '1', salt = 'A'.repeat(22), hash = 'A'.repeat(43) }): string {
  return `$argon2id$v=${version}$m=${memory},t=${passes},p=${lanes}$${salt}$${hash}`;
}

describe('PasswordHasher', () => {
  const threads = new HashThreads();
  const hasher = () => new PasswordHasher(new HashQueue(new Clock()), threads, new HashCost());

  it('verifies for nobody what costs as much as a real hash, another in each instance, and no password is its', async () => {
    const verify = jest.spyOn(threads, 'verify');
    const real = await hasher().hash('correct horse battery');
    for (let instance = 0; instance < 2; instance++) await expect(hasher().verify(null, 'correct horse battery')).resolves.toBe(false);
    const [first = '', second = ''] = verify.mock.calls.map(([stored]) => stored);
    verify.mockRestore();
    expect(shapeOf(real)).toBe('$argon2id$v=19$m=19456,t=2,p=1$16$32');
    expect(shapeOf(first)).toBe(shapeOf(real));
    expect(first).not.toBe(second);
  });

  it.each([
    ['bcrypt', '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
    ['scrypt', '$scrypt$ln=16,r=8,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g'],
    ['cut short', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA'],
    ['nothing', ''],
    ['no memory', argon2({ memory: '0' })],
    ['less memory than its lanes need', argon2({ memory: '15', lanes: '2' })],
    ['more memory than a machine has', argon2({ memory: '4294967295' })],
    ['more memory than we give', argon2({ memory: '2097153', passes: '1' })],
    ['no pass', argon2({ passes: '0' })],
    ['passes without end', argon2({ memory: '19456', passes: '9999' })],
    ['no lane', argon2({ lanes: '0' })],
    ['a version nobody knows', argon2({ version: '5' })],
    ['a number with a zero before it', argon2({ memory: '019456' })],
    ['a salt of seven bytes', argon2({ salt: Buffer.alloc(7, 1).toString('base64').replace(/=+$/, '') })],
    ['a salt that is no Base64', argon2({ salt: 'AAAAAAAAAAAAA' })],
    ['a salt that would be written otherwise', argon2({ salt: 'AAAAAAAAAAB' })],
    ['a hash of three bytes', argon2({ hash: 'AAAA' })],
    ['a hash in the letters of URLs', argon2({ hash: 'AAAA_AAA' })],
  ])('takes what is stored in another way for nobody’s password: %s', async (_, stored) => {
    await expect(hasher().verify(stored, 'correct horse battery')).resolves.toBe(false);
  });

  it('knows a password by a hash of another cost, kind and version', async () => {
    // Computed by the reference implementation (argon2 of the Password Hashing Competition), as phc-winner-argon2's test.c has them.
    const RFC = '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA';
    const OLD = '$argon2i$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ';
    for (const stored of [RFC, OLD]) {
      await expect(hasher().verify(stored, 'password')).resolves.toBe(true);
      await expect(hasher().verify(stored, 'Password')).resolves.toBe(false);
    }
  });

  it('is spared the work by what is looked at first, and waits for it no longer than a moment', async () => {
    const queue = new HashQueue(new Clock());
    const one = new PasswordHasher(queue, threads, new HashCost());
    const work = jest.spyOn(threads, 'hash');
    await expect(one.hash('correct horse battery', () => Promise.reject(new Error('taken')))).rejects.toThrow('taken');
    expect(work).not.toHaveBeenCalled();
    work.mockRestore();
    // As many as have a turn at once wait for a database that has fallen silent, and is given up later.
    let giveUp: (reason: Error) => void = () => undefined;
    const silence = new Promise<void>((_, reject) => (giveUp = reject));
    const held = Array.from({ length: 2 * availableParallelism() }, () => one.hash('correct horse battery', () => silence));
    await expect(one.verify(await one.hash('another horse'), 'another horse')).resolves.toBe(true);
    for (const stored of await Promise.all(held)) expect(stored).toMatch(/^\$argon2id\$/);
    giveUp(new Error('silent'));
    await new Promise(setImmediate);
    expect(queue.depth).toEqual({ running: 0, waiting: 0 });
  }, 20_000);

  it('knows a password by either Unicode form, and refuses another', async () => {
    const stored = await hasher().hash('caf\u00e9 horse battery');
    await expect(hasher().verify(stored, 'cafe\u0301 horse battery')).resolves.toBe(true);
    await expect(hasher().verify(stored, 'cafe horse battery')).resolves.toBe(false);
  });
});
