/** An Argon2 hash as a PHC string: numbers without leading zeros, a salt of eight bytes and a hash of four, at least. */
const PHC = /^\$argon2(?:id|i|d)\$v=(?:16|19)\$m=([1-9]\d{0,6}),t=([1-9]\d{0,3}),p=([1-9]\d{0,2})\$([\w+/]{11,})\$([\w+/]{6,})$/;
/** KiB that one hash may take: what RFC 9106 (4) recommends first. */
const MEMORY_MAX = 2 * 1024 * 1024;
/** KiB times passes: some seconds of a processor. */
const WORK_MAX = 4 * MEMORY_MAX;
/** KiB for each lane, at least (RFC 9106, 3.1). */
const MEMORY_PER_LANE = 8;

/**
 * Whether a stored hash is one that we may try a password against. An import can bring what another system wrote, or what nobody meant:
 * a hash that asks for more memory than there is, or for a million passes, holds up every other sign-in, if it does not end the process.
 */
export function isVerifiable(stored: string): boolean {
  const parts = PHC.exec(stored);
  if (parts === null) return false;
  const [memory, passes, lanes] = parts.slice(1, 4).map(Number) as [number, number, number];
  const isBearable = memory <= MEMORY_MAX && memory * passes <= WORK_MAX && memory >= MEMORY_PER_LANE * lanes;
  return isBearable && parts.slice(4).every(isBase64);
}

/** A salt or a hash as PHC strings have it: Base64 without padding. */
export function phcBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

// Only as one would write it: the library takes no other.
function isBase64(text: string): boolean {
  return phcBase64(Buffer.from(text, 'base64')) === text;
}
