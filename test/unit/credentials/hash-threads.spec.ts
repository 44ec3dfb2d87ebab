import { HashThreads } from '../../../src/credentials/hash-threads';

const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const LIGHT = { ...COST, memoryCost: 8, timeCost: 1 };

describe('HashThreads', () => {
  const threads = new HashThreads();

  it('hashes as the cost says, and knows the password again and no other', async () => {
    const stored = await threads.hash('correct horse battery \u{1F434}', COST);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(threads.verify(stored, 'correct horse battery \u{1F434}')).resolves.toBe(true);
    await expect(threads.verify(stored, 'correct horse battery')).resolves.toBe(false);
  });

  it('fails with what is no hash, and goes on', async () => {
    await expect(threads.verify('no hash at all', 'correct horse battery')).rejects.toThrow();
    await expect(threads.hash('correct horse battery', LIGHT)).resolves.toMatch(/^\$argon2id\$/);
  });

  it('lets the event loop go on meanwhile', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 20 }, () => threads.hash('correct horse battery', COST)));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
  });
});
