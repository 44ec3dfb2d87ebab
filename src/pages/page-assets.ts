import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that pages load, by an address that changes with it: browsers may keep each version for good. */
export interface PageAsset {
  readonly text: string;
  readonly version: string;
  /** SHA-256 of its bytes, as a policy and an `integrity` attribute name it. */
  readonly integrity: string;
}

export const STYLE = asset('style.css');

/** The only script of any page: the hint at how strong a new password is. */
export const STRENGTH_SCRIPT = asset(join('script', 'strength.js'));

function asset(file: string): PageAsset {
  const text = readFileSync(join(__dirname, file), 'utf8');
  const digest = createHash('sha256').update(text).digest();
  return { text, version: digest.toString('base64url').slice(0, 12), integrity: `sha256-${digest.toString('base64')}` };
}
