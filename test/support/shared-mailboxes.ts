import type { Clock } from '../../src/clock/clock';
import { DevMailbox } from '../../src/mail/dev-mailbox';

const shared = new Map<string, { readonly box: DevMailbox; users: number }>();

/**
 * One mailbox for all apps on a database, since each of them sends whatever mail is due, whoever caused it.
 * @param clock of the first of them
 */
export function openMailbox(databaseUrl: string, clock: Clock): DevMailbox {
  const entry = shared.get(databaseUrl) ?? { box: new DevMailbox(clock), users: 0 };
  entry.users += 1;
  shared.set(databaseUrl, entry);
  return entry.box;
}

/** Once for each time it was opened; what comes after the last finds an empty one. */
export function closeMailbox(databaseUrl: string): void {
  const entry = shared.get(databaseUrl);
  if (entry !== undefined && --entry.users === 0) shared.delete(databaseUrl);
}
