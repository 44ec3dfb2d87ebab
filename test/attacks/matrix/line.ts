/** Whom a line of the attack list is tried against: the five APIs, and the pages that mails lead to. */
export const TARGETS = ['native', 'mixapp', 'uprogress', 'amadis', 'appmixer', 'pages'] as const;
export type Target = (typeof TARGETS)[number];

/** The tests that prove a line, each as `file#title`; or, in words, why the line does not apply. */
export type Cell = readonly string[] | string;

export interface Line {
  readonly number: number;
  readonly says: string;
  readonly cells: Readonly<Record<Target, Cell>>;
}

/** Cells that differ from `usual`, which is every other one. */
export function line(number: number, says: string, usual: Cell, others: Partial<Record<Target, Cell>> = {}): Line {
  const cells = Object.fromEntries(TARGETS.map((target) => [target, others[target] ?? usual])) as Record<Target, Cell>;
  return { number, says, cells };
}

/** Reasons that come again. */
export const NO_SESSION = 'Amadis has no sessions and no tokens: every call brings a password or a service key.';
export const NO_REFRESH = 'The format has no refresh tokens.';
export const NO_MAIL_LINK = 'The format has no route that takes a mailed token.';
export const NO_API = 'The pages are forms for people; this is of calls by programs.';
export const NO_ID = 'No route of the format takes the id of anything.';
