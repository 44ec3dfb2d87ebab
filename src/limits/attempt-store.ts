import type { AttemptOutcome, Subject } from './attempt-policy';

/** What an attempt is counted under: digests, so that no store holds an address. */
export type AttemptKeys = Readonly<Record<Subject, string>>;

/** The answer to a wish to try. */
export type Admission =
  | { readonly kind: 'admitted'; readonly settle: (outcome: AttemptOutcome, now: number) => Promise<void> }
  /** Attempts under way may yet spend the budget; of several budgets the first. */
  | { readonly kind: 'busy'; readonly subject: Subject }
  /** Of several locks the one that ends last. */
  | { readonly kind: 'locked'; readonly subject: Subject; readonly milliseconds: number };

/** Keeps the counts of attempts. Each call is one step that no other call comes between. */
export interface AttemptStore {
  /** @param now milliseconds since the epoch */
  admit(keys: AttemptKeys, now: number): Promise<Admission>;

  /** Forgets the failures of a name, and those of it from one network; attempts under way keep their places. */
  forgive(keys: Pick<AttemptKeys, 'identifier' | 'pair'>): Promise<void>;
}
