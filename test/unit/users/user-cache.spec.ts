import type { ChangeNotices } from '../../../src/database/change-notices';
import type { User } from '../../../src/users/user.entity';
import { UserCache } from '../../../src/users/user-cache';
import { AVATAR_MAX } from '../../../src/users/user.dto';

const MIB = 2 ** 20;
const notices = { hearing: true, subscribe: () => undefined, announce: () => undefined } as unknown as ChangeNotices;

const account = (texts: Partial<User>) => ({ avatar: null, description: null, metadata: {}, ...texts }) as User;

/** Keeps more accounts than there is room for. */
function filled(texts: Partial<User>, count: number): UserCache {
  const cache = new UserCache(notices);
  for (let id = 0; id < count; id += 1) cache.begin(String(id)).keep(account(texts));
  return cache;
}

test('keeps 20,000 accounts, those that were read last', () => {
  const cache = filled({}, 20_010);
  expect(cache.size).toBe(20_000);
  expect([cache.get('9'), cache.get('10')]).toEqual([undefined, account({})]);
});

test.each<[string, Partial<User>, number]>([
  ['pictures', { avatar: 'x'.repeat(AVATAR_MAX) }, AVATAR_MAX],
  ['descriptions', { description: 'x'.repeat(2_000) }, 2_000],
  ['metadata', { metadata: { note: 'x'.repeat(8_000), ['k'.repeat(7_000)]: '' } }, 15_000],
])('keeps no more of them than 40 MiB, where they have %s', (_, texts, length) => {
  const kept = filled(texts, 20_000).size;
  expect(kept).toBeGreaterThan(70);
  expect(kept * 2 * length).toBeLessThan(40 * MIB);
});

test('does without an account that would take all of it', () => {
  const cache = filled({}, 5);
  cache.begin('huge').keep(account({ avatar: 'x'.repeat(40 * MIB) }));
  expect([cache.get('huge'), cache.size]).toEqual([undefined, 5]);
});
