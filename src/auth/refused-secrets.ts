import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { AuditEventName } from '../audit/happening';
import { DomainError } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { UsersService } from '../users/users.service';

const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['one_time_token_invalid', 'one_time_token_spent', 'recovery_code_wrong']);

/** What a mail brought: the token of its link, or the code with the address it went to. */
export type MailedProof = { readonly token: string } | { readonly email: string; readonly code: string };

/** Tells the audit trail of mailed links and codes that were tried and are no good: wrong, forged, used, replaced or too old. */
@Injectable()
export class RefusedSecrets {
  constructor(
    private readonly secrets: OneTimeSecrets,
    private readonly users: UsersService,
    private readonly audit: Audit,
  ) {}

  /** @throws what the attempt throws */
  async watch<T>(attempt: Promise<T>, event: Extract<AuditEventName, `${string}_failed`>, proof: MailedProof): Promise<T> {
    try {
      return await attempt;
    } catch (error) {
      if (error instanceof DomainError && REFUSALS.has(error.code)) await this.note(event, proof);
      throw error;
    }
  }

  // Whose account was meant is looked up here and not by what was typed: guesses at ever other addresses that nobody has are then
  // alike, and a flood of them is few rows. One statement each, for known and unknown addresses.
  private async note(event: AuditEventName, proof: MailedProof): Promise<void> {
    const isCode = 'code' in proof;
    const subjectId = isCode ? ((await this.users.findByEmail(proof.email))?.id ?? null) : await this.secrets.ownerOf(proof.token);
    this.audit.note({ event, outcome: 'failure', actor: 'anonymous', subjectId, facts: { proof: isCode ? 'code' : 'link' } });
  }
}
