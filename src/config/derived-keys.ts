import { hkdfSync } from 'node:crypto';
import type { Config } from './config';

/** What keys are derived for. The texts are stored nowhere but in what was made under them: they never change. */
const PURPOSES = {
  sealing: 'latchkey sealing v1',
  shortCodes: 'latchkey short codes v1',
  attempts: 'latchkey attempts v1',
  networkBudgets: 'latchkey network budgets v1',
  appmixerDeletions: 'latchkey appmixer deletions v1',
} as const;

/**
 * The keys of 256 bits that one purpose has, derived by HKDF-SHA-256 (RFC 5869), so that what is made under one tells nothing of another: that of
 * `LATCHKEY_SECRET` first, then that of `LATCHKEY_SECRET_PREVIOUS` where there is one.
 */
export function derivedKeys({ current, previous }: Config['secrets'], purpose: keyof typeof PURPOSES): [Buffer, ...Buffer[]] {
  const derive = (secret: Buffer) => Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), PURPOSES[purpose], 32));
  return previous === null ? [derive(current)] : [derive(current), derive(previous)];
}
