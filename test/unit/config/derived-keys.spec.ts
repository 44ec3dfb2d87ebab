import { derivedKeys } from '../../../src/config/derived-keys';

const CURRENT = Buffer.alloc(32, 1);
const PREVIOUS = Buffer.alloc(32, 2);
const PURPOSES = ['sealing', 'shortCodes', 'attempts', 'networkBudgets', 'appmixerDeletions'] as const;

describe('derivedKeys', () => {
  it('has a key of its own for every purpose and secret, none of which is the secret', () => {
    const keys = PURPOSES.flatMap((purpose) => derivedKeys({ current: CURRENT, previous: PREVIOUS }, purpose));
    const different = new Set([CURRENT, PREVIOUS, ...keys].map((key) => key.toString('hex')));
    expect(different.size).toBe(2 + 2 * PURPOSES.length);
    expect(keys.every(({ length }) => length === 32)).toBe(true);
  });

  it('gives the key of the secret before after that of the secret', () => {
    const [current] = derivedKeys({ current: CURRENT, previous: null }, 'sealing');
    const [previous] = derivedKeys({ current: PREVIOUS, previous: null }, 'sealing');
    expect(derivedKeys({ current: CURRENT, previous: PREVIOUS }, 'sealing')).toEqual([current, previous]);
  });

  // Another key could open nothing of what stores have sealed, and no code that was mailed.
  it.each([
    ['sealing', 'd42ab52589efd74fda217fb03f966eabe5adfb3a0145ec17af5be9db1615b880'],
    ['shortCodes', '9808bcd37f54204baefcecbc369bb2babc8361c00c365ca78c8f7d69b57b5700'],
  ] as const)('goes on giving the key for %s that earlier releases had', (purpose, hex) => {
    expect(derivedKeys({ current: CURRENT, previous: null }, purpose)[0].toString('hex')).toBe(hex);
  });
});
