/** How PostgreSQL's codes look. The system's own, such as EPIPE, may be of five letters too, and all begin with an E. */
const FORM = /^[0-9FHPX][0-9A-Z]{4}$/;

/** What the driver throws, and what TypeORM has wrapped it into. */
interface Failure {
  readonly code?: unknown;
  readonly driverError?: { readonly code?: unknown } | null;
}

/** PostgreSQL's code (SQLSTATE) of an error, the driver's or TypeORM's around it; null where it has none. */
export function sqlState(error: unknown): string | null {
  const { code, driverError } = (error ?? {}) as Failure;
  const state = driverError?.code ?? code;
  return typeof state === 'string' && FORM.test(state) ? state : null;
}

/**
 * A connection that the server refuses: to this role or password (28), to a database of this name (3D000) or to this one, which
 * takes none for now (55000); since it stops or starts (57P0.), or has no room (53300).
 */
const REFUSED = /^(28...|3D000|55000|57P0.|53300)$/;

/**
 * The other states that mean "not now": the connection broke (08), something is used up (53), a limit of time is over (57014, 55P03),
 * others were in the way (40001, 40P01). 25006 is a server that only reads: a standby, until it is promoted or another one has
 * taken its name.
 */
const NOT_NOW = /^(08...|53...|57014|55P03|40001|40P01|25006)$/;

/** Whether the server refuses connections. */
export function isRefusal(state: string | null): boolean {
  return state !== null && REFUSED.test(state);
}

/** Whether the database is out, for whatever reason: nothing is wrong with what it was asked, and trying again later may work. */
export function isOutage(state: string | null): boolean {
  return state !== null && (REFUSED.test(state) || NOT_NOW.test(state));
}
