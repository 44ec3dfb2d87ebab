import { randomBytes } from 'node:crypto';

/**
 * A new id in the classic form of 24 lower-case hex digits: four bytes of time, eight of chance, so that ids grow with time as clients
 * expect of them.
 * @param seconds since 1970
 */
export const newObjectId = (seconds: number): string => seconds.toString(16).padStart(8, '0') + randomBytes(8).toString('hex');
