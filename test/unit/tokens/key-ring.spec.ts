import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/clock/clock';
import type { Config } from '../../../src/config/config';
import type { ChangeNotices, NoticeListener } from '../../../src/database/change-notices';
import type { Log } from '../../../src/log/log';
import { KeyRing } from '../../../src/tokens/key-ring';
import { makeKey } from '../../../src/tokens/make-key';
import { Sealer } from '../../../src/tokens/sealer';
import type { SigningKeyRepository } from '../../../src/tokens/signing-key.repository';
import type { VerifiedTokens } from '../../../src/tokens/verified-tokens';

const sealerOf = (current = randomBytes(32)) => new Sealer({ secrets: { current, previous: null }, dataDir: '/no/such/directory' } as Config);
const AT = new Date(0);

describe('KeyRing at the start', () => {
  const sealer = sealerOf();
  const stored = [makeKey('access', sealer, AT), makeKey('access', sealer, AT, null), makeKey('legacy', sealer, AT), makeKey('fingerprint', sealer, AT)];
  const all = jest.fn(() => Promise.resolve(stored));
  const failure = jest.fn();
  beforeEach(() => jest.clearAllMocks());

  function ringOf(opener: Sealer): { ring: KeyRing; listener: NoticeListener } {
    const listeners: NoticeListener[] = [];
    const ring = new KeyRing(
      { all } as unknown as SigningKeyRepository,
      opener,
      { seconds: () => 0 } as Clock,
      { tokens: { issuer: 'urn:test' } } as Config,
      { failure } as unknown as Log,
      {} as VerifiedTokens,
      { subscribe: (one: NoticeListener) => listeners.push(one) } as unknown as ChangeNotices,
    );
    return { ring, listener: listeners[0]! };
  }

  it('that fails says why by its error alone, whatever notices have come meanwhile', async () => {
    const { ring, listener } = ringOf(sealerOf());
    listener.missed();
    const started = ring.onModuleInit();
    listener.changed('key', 'another');
    await expect(started).rejects.toThrow('A sealed value cannot be opened');
    await ring.onModuleDestroy();
    expect(failure).not.toHaveBeenCalled();
  });

  it('reads once more for notices that have come meanwhile, and calls a failure of that one', async () => {
    const fault = new Error('The database is gone');
    all.mockResolvedValueOnce(stored).mockRejectedValueOnce(fault);
    const { ring, listener } = ringOf(sealer);
    listener.missed();
    const started = ring.onModuleInit();
    listener.changed('key', 'another');
    expect(all).toHaveBeenCalledTimes(1);
    await started;
    await ring.onModuleDestroy();
    expect(all).toHaveBeenCalledTimes(2);
    expect(failure.mock.calls).toEqual([['keys_not_read', fault]]);
  });

  it('reads for each notice after it', async () => {
    const { ring, listener } = ringOf(sealer);
    await ring.onModuleInit();
    await ring.onModuleDestroy();
    expect(all).toHaveBeenCalledTimes(1);
    listener.changed('key', 'another');
    await ring.onModuleDestroy();
    expect(all).toHaveBeenCalledTimes(2);
  });
});
