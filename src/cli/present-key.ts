import type { RingKey } from '../tokens/make-key';

/** A key of the ring as the commands print one: nothing of the key itself. */
export const presentKey = (key: RingKey) => ({
  kid: key.id,
  purpose: key.purpose,
  algorithm: key.algorithm,
  createdAt: key.createdAt.toISOString(),
  retiredAt: key.retiredAt?.toISOString() ?? null,
});
