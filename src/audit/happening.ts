/** Everything that the audit trail tells of. Names are stable: operators search for them, and people read them of themselves. */
export const AUDIT_EVENTS = [
  'signed_up',
  'signed_in',
  'sign_in_failed',
  'sign_in_locked',
  'password_proof_failed',
  'password_proof_locked',
  'refresh_token_reused',
  'session_ended',
  'sessions_ended',
  'session_denied',
  'session_denial_failed',
  'recovery_requested',
  'recovery_approved',
  'recovery_denied',
  'recovery_failed',
  'password_changed',
  'password_reset',
  'email_confirmed',
  'email_confirmation_failed',
  'email_change_requested',
  'email_changed',
  'email_change_undone',
  'email_change_undo_failed',
  'username_changed',
  'account_created',
  'account_disabled',
  'account_enabled',
  'account_signed_out',
  'account_scopes_set',
  'account_deleted',
  'everybody_signed_out',
  'service_key_created',
  'service_key_revoked',
  'key_rotated',
  'keys_discarded',
  'dead_mails_retried',
  'dead_mails_dropped',
  'audit_events_dropped',
] as const;
export type AuditEventName = (typeof AUDIT_EVENTS)[number];

/** `failure`: a proof was wrong. `denied`: it was not even looked at, or nothing came of it. */
export type Outcome = 'success' | 'failure' | 'denied';

/**
 * Who did it: the person (`self`: by a session, the password or a mailed link), somebody who proved nothing (`anonymous`),
 * another person with the scope `admin` (or the one of `API_USER_CREATE_SCOPE`), a holder of a service key, whoever has the command line
 * (`operator`), or the program.
 */
export type Actor = 'self' | 'anonymous' | 'admin' | 'service_key' | 'operator' | 'system';

/** Whether the person may know from where it was done: where an admin, an operator or a program of theirs sits is nothing to them. */
export const isPlaceTold = (actor: Actor): boolean => actor === 'self' || actor === 'anonymous';

/** Beside whom it was about: reasons, counts, names of scopes and keys. Never a secret, and nothing about the person. */
export type AuditFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Who did something, and what else is told of them. Nothing of it: the person did it. */
export type Doer = Pick<Happening, 'actor' | 'actorId' | 'facts'>;
export const OPERATOR = { actor: 'operator' } as const satisfies Doer;

/** What a room tells. From where, by which API and program it was asked for, the request's context knows. */
export interface Happening {
  readonly event: AuditEventName;
  /** `success` where absent. */
  readonly outcome?: Outcome;
  /** The account it is about; null or absent where there is none, or none is known. */
  readonly subjectId?: string | null;
  /** `self` where absent. */
  readonly actor?: Actor;
  /** The acting account, where it is another one than the subject. */
  readonly actorId?: string;
  /** The session it is about. */
  readonly sessionId?: string;
  readonly facts?: AuditFacts;
}
