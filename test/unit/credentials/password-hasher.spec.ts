import { Clock } from '../../../src/clock/clock';
import { HashCost } from '../../../src/credentials/hash-cost';
import { HashQueue } from '../../../src/credentials/hash-queue';
import { HashThreads } from '../../../src/credentials/hash-threads';
import { PasswordHasher } from '../../../src/credentials/password-hasher';

/** A PHC string with its salt and its hash replaced by their lengths. */
const shapeOf = (phc: string) => phc.replace(/[^$]+(?=\$[^$]+$)|[^$]+$/g, (part) => String(Buffer.from(part, 'base64').length));

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
  ])('takes what is stored in another way for nobody’s password: %s', async (_, stored) => {
    await expect(hasher().verify(stored, 'correct horse battery')).resolves.toBe(false);
  });

  it('knows a password by either Unicode form, and refuses another', async () => {
    const stored = await hasher().hash('caf\u00e9 horse battery');
    await expect(hasher().verify(stored, 'cafe\u0301 horse battery')).resolves.toBe(true);
    await expect(hasher().verify(stored, 'cafe horse battery')).resolves.toBe(false);
  });
});
