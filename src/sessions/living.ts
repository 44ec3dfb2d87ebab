/**
 * SQL for a session that was used within its idle time, as far as that is written: what looks idle may have been used a moment ago on some
 * instance that has not written it yet.
 * @param now the present moment: a placeholder or a column
 * @param of what its columns are named with, where another row is in sight: `sessions.`
 */
export const inUse = (now: string, of = ''): string => `(${of}idle_seconds IS NULL OR ${of}last_seen_at + ${of}idle_seconds * interval '1 second' > ${now})`;

/** SQL for a session that was not ended and is not past its absolute end. */
export const notEnded = (now: string, of = ''): string => `${of}ended_at IS NULL AND ${of}expires_at > ${now}`;

/** SQL for a living session: neither ended nor past its absolute or idle end. */
export const living = (now: string, of = ''): string => `${notEnded(now, of)} AND ${inUse(now, of)}`;
