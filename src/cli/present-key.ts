import type { Rotated } from '../tokens/key-rotation';
import type { RingKey } from '../tokens/make-key';

/** `next`: published, to sign later. `current`: signs. `retired`: signs no more, and what it has signed stays good. */
function stateOf({ activatedAt, retiredAt }: RingKey): 'next' | 'current' | 'retired' {
  if (retiredAt !== null) return 'retired';
  return activatedAt === null ? 'next' : 'current';
}

/** A key of the ring as the commands print one: nothing of the key itself. */
export const presentKey = (key: RingKey) => ({
  kid: key.id,
  purpose: key.purpose,
  algorithm: key.algorithm,
  state: stateOf(key),
  createdAt: key.createdAt.toISOString(),
  activatedAt: key.activatedAt?.toISOString() ?? null,
  retiredAt: key.retiredAt?.toISOString() ?? null,
});

/** What a rotation did, and what of it others may notice. */
export const presentRotation = ({ purpose, key, publishedAt, next }: Rotated, now: Date) => ({
  kid: key,
  purpose,
  publishedAt: publishedAt?.toISOString() ?? null,
  next,
  note: noteOn(publishedAt, now),
});

function noteOn(publishedAt: Date | null, now: Date): string {
  if (publishedAt === null) return 'It was made just now; nobody else verifies its tokens.';
  const minutes = Math.floor((now.getTime() - publishedAt.getTime()) / 60_000);
  const published = `It signs from now on and has been published for ${minutes} minutes`;
  return minutes < SETTLED ? `${published}: a verifier that fetched the JWKS before refuses its tokens until it fetches again.` : `${published}.`;
}

/** Minutes after which caches of the JWKS that heed its max-age have been renewed twice. */
const SETTLED = 10;
