/** Whom a line of the attack list is tried against: the five APIs, and the pages that mails lead to. */
export const TARGETS = ['native', 'mixapp', 'uprogress', 'amadis', 'appmixer', 'pages'] as const;
export type Target = (typeof TARGETS)[number];

export const APIS = ['native', 'mixapp', 'uprogress', 'amadis', 'appmixer'] as const satisfies Target[];
/** Amadis has no sessions. */
export const APIS_WITH_SESSIONS = ['native', 'mixapp', 'uprogress', 'appmixer'] as const satisfies Target[];
export const DIALECTS_WITH_SESSIONS = ['mixapp', 'uprogress', 'appmixer'] as const satisfies Target[];

/** The tests that prove a line, each as `file#title`; or, in words, why the line does not apply. */
export type Cell = readonly string[] | string;

export interface Line {
  readonly number: number;
  readonly says: string;
  readonly cells: Readonly<Record<Target, Cell>>;
}

/** A line with a cell for every target: none is filled in by itself. */
export function line(number: number, says: string, cells: Readonly<Record<Target, Cell>>): Line {
  return { number, says, cells };
}

/** The same cell for each of these, to be spread among the others: tests that are run against each of them by themselves. */
export function on<T extends Target>(targets: readonly T[], cell: Cell): Record<T, Cell> {
  return Object.fromEntries(targets.map((target) => [target, cell])) as Record<T, Cell>;
}

/** Reasons that come again. */
export const NO_SESSION = 'Amadis has no sessions and no tokens: every call brings a password or a service key.';
export const NO_REFRESH = 'The format has no refresh tokens.';
export const NO_MAIL_LINK = 'The format has no route that takes a mailed token.';
export const NO_API = 'The pages are forms for people; this is of calls by programs.';
export const NO_ID = 'No route of the format takes the id of anything.';
