import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { AuditEventName, Outcome } from '../audit/happening';
import { DomainError } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';

type Proof = 'sign_in' | 'password_proof';

const REFUSALS: Partial<Record<ErrorCode, (proof: Proof) => readonly [AuditEventName, Outcome]>> = {
  bad_credentials: (proof) => [`${proof}_failed`, 'failure'],
  wrong_password: (proof) => [`${proof}_failed`, 'failure'],
  too_many_requests: (proof) => [`${proof}_locked`, 'denied'],
};

/** Whose password was asked for: the account, or what was typed in its place. */
export type Asked = { readonly subjectId: string } | { readonly identifier: string };

/** Tells the audit trail of passwords that were refused. */
@Injectable()
export class RefusedProofs {
  constructor(private readonly audit: Audit) {}

  /** @throws what the attempt throws */
  async watch<T>(attempt: Promise<T>, proof: Proof, asked: Asked): Promise<T> {
    try {
      return await attempt;
    } catch (error) {
      const [event, outcome] = (error instanceof DomainError ? REFUSALS[error.code]?.(proof) : undefined) ?? [];
      if (event !== undefined) this.note({ event, outcome, actor: 'anonymous' }, asked);
      throw error;
    }
  }

  private note(happening: { event: AuditEventName; outcome?: Outcome; actor: 'anonymous' }, asked: Asked): void {
    if ('subjectId' in asked) this.audit.note({ ...happening, subjectId: asked.subjectId });
    else this.audit.note(happening, asked.identifier);
  }
}
