import { type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The user and group that PostgreSQL runs as when this program is root, which PostgreSQL refuses to be. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` and `nogroup`. */
const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/**
 * The account to switch to; null when this program is no root and PostgreSQL runs as the same user. A cluster that an
 * ordinary user made stays that user's.
 */
export function accountFor(cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  return owner === undefined || owner.uid === 0 ? NOBODY : { uid: owner.uid, gid: owner.gid };
}

/** Whether the account can come to `directory`: each folder on the way, and itself, lets it pass. */
export function canEnter(directory: string, account: Account): boolean {
  for (let folder = directory; ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found === undefined || !allows(found, account, 0o1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Whether the account can come to the file and read it. */
export function canRead(file: string, account: Account): boolean {
  return allows(statSync(file), account, 0o4) && canEnter(dirname(file), account);
}

function allows({ uid, gid, mode }: Stats, account: Account, bit: number): boolean {
  if (uid === account.uid) return (mode & (bit << 6)) !== 0;
  if (gid === account.gid) return (mode & (bit << 3)) !== 0;
  return (mode & bit) !== 0;
}
