import { randomFillSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** W3C Trace Context, 3.2: version, trace id, parent id and flags; an id of zeros alone is none. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const ID_BYTES = 16;
const POOL_IDS = 256;

const pool = Buffer.alloc(ID_BYTES * POOL_IDS);
let taken = POOL_IDS;

/** What names a request in the log and in its answer: the trace id of a well-formed `traceparent`, else one of ours in the same form. */
export function requestId({ headers: { traceparent } }: Pick<IncomingMessage, 'headers'>): string {
  return traceparent === undefined ? newRequestId() : (traceIdOf(traceparent) ?? newRequestId());
}

/** The trace id of a `traceparent` header; null where it is not well formed. */
export function traceIdOf(traceparent: string | string[] | undefined): string | null {
  return typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent)?.[1] ?? null) : null;
}

// Many at once: to ask for sixteen random bytes costs as much as to ask for thousands.
function newRequestId(): string {
  if (taken === POOL_IDS) {
    randomFillSync(pool);
    taken = 0;
  }
  const start = ID_BYTES * taken++;
  return pool.toString('hex', start, start + ID_BYTES);
}
