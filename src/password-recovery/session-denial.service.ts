import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { RefusedSecrets } from '../auth/refused-secrets';
import { Transaction } from '../database/transaction';
import { SessionsService } from '../sessions/sessions.service';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { UsersService } from '../users/users.service';
import { RecoveryRequests } from './recovery-requests.service';

/** The sign-in that a notice told of. */
export interface NoticedSignIn {
  readonly at: Date;
  /** In words; null where the client said nothing of it. */
  readonly device: string | null;
  readonly ip: string | null;
}

/** "This wasn't me": ends a session that its person knows nothing of, and lets them choose a new password at once. */
@Injectable()
export class SessionDenial {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly secrets: OneTimeSecrets,
    private readonly recovery: RecoveryRequests,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
    private readonly refusals: RefusedSecrets,
  ) {}

  /**
   * What a mailed token is about; changes nothing.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async look(token: string): Promise<NoticedSignIn> {
    const { createdAt, context } = await this.secrets.peek(token, 'session_denial');
    return { at: createdAt, device: context.device ?? null, ip: context.ip ?? null };
  }

  /**
   * Spends the token and ends the session; one that has ended already stays so.
   * @returns a token to choose a new password with: who holds the mailed one has read the account's mail
   * @throws DomainError one_time_token_invalid, one_time_token_spent (also of a disabled account)
   */
  async deny(token: string): Promise<string> {
    return this.refusals.watch(this.apply(token), 'session_denial_failed', { token });
  }

  private async apply(token: string): Promise<string> {
    const secret = await this.secrets.peek(token, 'session_denial');
    const { sessionId = '' } = secret.context;
    return this.transaction.run(async () => {
      const user = await this.users.lockForLink(secret.userId);
      await this.secrets.spend(secret);
      await this.sessions.endIfOpen(user.id, sessionId, 'revoked');
      await this.audit.record({ event: 'session_denied', subjectId: user.id, sessionId });
      return this.recovery.replaceToken(user);
    });
  }
}
