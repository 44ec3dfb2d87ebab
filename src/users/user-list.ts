import type { User } from './user.entity';

/** What a list of accounts may be sorted by. */
export const SORT_FIELDS = ['created', 'username', 'email'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

/** Which accounts: those that hold the scope, and whose username or address has the text in it, whatever its case. */
export interface UserSelection {
  readonly scope?: string | null;
  readonly text?: string | null;
}

/** A part of them in an order. */
export interface UserPage extends UserSelection {
  readonly sort: { readonly field: SortField; readonly descending: boolean };
  readonly limit: number;
  readonly offset: number;
}

/** An account in a list: without what can be large. */
export type ListedUser = Pick<User, 'id' | 'objectId' | 'email' | 'emailVerifiedAt' | 'username' | 'scopes' | 'plan' | 'createdAt'>;

const LISTED = 'id, object_id, email, email_verified_at, username, scopes, plan, created_at';

/** What each field is in SQL: nothing of a caller's gets into a statement. Without a username the address stands for it. */
const COLUMNS = {
  created: 'created_at',
  username: 'lower(coalesce(username, email))',
  email: 'lower(email)',
} as const satisfies Record<SortField, string>;

/** The condition, with its parameters `$1` and `$2`. Not LIKE, in which some signs of a text stand for others. */
const SELECTED = `($1::text IS NULL OR $1 = ANY (scopes))
  AND ($2::text IS NULL OR strpos(lower(email), lower($2)) > 0 OR strpos(lower(username), lower($2)) > 0)`;

const selectionOf = ({ scope, text }: UserSelection): unknown[] => [scope ?? null, text ?? null];

interface Statement {
  readonly sql: string;
  readonly parameters: unknown[];
}

/** Rows as `ListedUser` has them. Of those that are alike in the field the older id is first, so that no page has what another one has. */
export function listStatement({ sort, limit, offset, ...selection }: UserPage): Statement {
  const order = `${COLUMNS[sort.field]} ${sort.descending ? 'DESC' : 'ASC'}, id`;
  return { sql: `SELECT ${LISTED} FROM users WHERE ${SELECTED} ORDER BY ${order} LIMIT $3 OFFSET $4`, parameters: [...selectionOf(selection), limit, offset] };
}

/** One row with their `count`. */
export function countStatement(selection: UserSelection): Statement {
  return { sql: `SELECT count(*)::int AS count FROM users WHERE ${SELECTED}`, parameters: selectionOf(selection) };
}
