/**
 * SQL for a session that was used within its idle time, as far as that is written: what looks idle may have been used a moment ago on some
 * instance that has not written it yet.
 * @param now the placeholder of the present moment
 */
export const inUse = (now: string): string => `(idle_seconds IS NULL OR last_seen_at + idle_seconds * interval '1 second' > ${now})`;

/** SQL for a session that was not ended and is not past its absolute end. */
export const notEnded = (now: string): string => `ended_at IS NULL AND expires_at > ${now}`;

/** SQL for a living session: neither ended nor past its absolute or idle end. */
export const living = (now: string): string => `${notEnded(now)} AND ${inUse(now)}`;
