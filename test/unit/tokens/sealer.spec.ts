import { randomBytes } from 'node:crypto';
import type { Config } from '../../../src/config/config';
import { Sealer } from '../../../src/tokens/sealer';

const sealerOf = (current: Buffer, previous: Buffer | null = null) => new Sealer({ secrets: { current, previous } } as Config);

describe('Sealer', () => {
  const key = randomBytes(32);
  const plain = Buffer.from('something private');

  it('opens what it sealed, and seals the same thing differently each time', () => {
    const sealer = sealerOf(key);
    const one = sealer.seal(plain, 'a');
    const two = sealer.seal(plain, 'a');
    expect(one.equals(two)).toBe(false);
    expect(one.includes(plain)).toBe(false);
    expect(sealer.open(one, 'a')).toEqual(plain);
    expect(sealer.open(two, 'a')).toEqual(plain);
  });

  it('opens with the previous secret while it is being changed', () => {
    const sealed = sealerOf(key).seal(plain, 'a');
    expect(sealerOf(randomBytes(32), key).open(sealed, 'a')).toEqual(plain);
  });

  it('does not open under another context, another key, or after a bit was turned', () => {
    const sealed = sealerOf(key).seal(plain, 'a');
    const turned = Buffer.from(sealed);
    turned[turned.length - 1]! ^= 1;
    expect(() => sealerOf(key).open(sealed, 'b')).toThrow('LATCHKEY_SECRET');
    expect(() => sealerOf(randomBytes(32)).open(sealed, 'a')).toThrow('LATCHKEY_SECRET');
    expect(() => sealerOf(key).open(turned, 'a')).toThrow('LATCHKEY_SECRET');
  });
});
