import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../../src/config/config';
import { Sealer } from '../../../src/tokens/sealer';

const sealerOf = (current: Buffer, previous: Buffer | null = null, dataDir = '/no/such/directory') =>
  new Sealer({ secrets: { current, previous }, dataDir } as Config);

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

  describe('where the data directory keeps a secret', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-sealer-'));
    const file = join(dataDir, 'secret.key');
    const sealed = sealerOf(key).seal(plain, 'a');
    const wordsOf = (current: Buffer) => {
      try {
        sealerOf(current, null, dataDir).open(sealed, 'a');
      } catch (error) {
        return (error as Error).message;
      }
      return 'it opened';
    };

    it('names the file, of whose content nobody was told, and nothing of it', () => {
      writeFileSync(file, key.toString('base64'));
      expect(wordsOf(randomBytes(32))).toBe(
        'A sealed value cannot be opened: LATCHKEY_SECRET is not the one it was sealed with, nor is LATCHKEY_SECRET_PREVIOUS. ' +
          `Give the service the secret that it had (where it was given none, what ${file} holds); what to do without it stands in docs/operations/keys.md.`,
      );
    });

    it('does not send to the file whoever goes by it already', () => {
      const other = randomBytes(32);
      writeFileSync(file, other.toString('base64'));
      expect(wordsOf(other)).toBe(
        `A sealed value cannot be opened: LATCHKEY_SECRET, here what ${file} holds, is not the one it was sealed with, nor is LATCHKEY_SECRET_PREVIOUS. ` +
          'Give the service the secret that it had; what to do without it stands in docs/operations/keys.md.',
      );
    });

    it('says its own words where the file is damaged', () => {
      writeFileSync(file, 'damaged');
      expect(wordsOf(randomBytes(32))).toMatch(/^A sealed value cannot be opened: LATCHKEY_SECRET is not the one .*secret\.key/);
    });
  });
});
