import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { Outstanding } from '../auth/outstanding';
import { RefusedSecrets } from '../auth/refused-secrets';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { isSameNetwork } from '../limits/network';
import type { OneTimeSecret } from '../tokens/one-time-secret.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { LINK_GONE } from '../users/gone';
import { UsersService } from '../users/users.service';
import { type RecoveryLetter, RecoveryRequests } from './recovery-requests.service';

/** A reset that waits for the person's Yes, as the page shows it. */
export interface OpenRequest {
  readonly at: Date;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** Whether the person has said Yes to it already. */
  readonly approved: boolean;
  /** Whether this visitor may say Yes: one request is open, and it came from the visitor's own network. */
  readonly approvable: boolean;
}

/**
 * The safe form of a flow that hands its reset token to whoever asks: the token is worthless until the person who reads
 * the account's mail has said Yes to it.
 */
@Injectable()
export class RecoveryApproval {
  constructor(
    private readonly users: UsersService,
    private readonly secrets: OneTimeSecrets,
    private readonly requests: RecoveryRequests,
    private readonly outstanding: Outstanding,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
    private readonly refusals: RefusedSecrets,
  ) {}

  /** A token that stays inert until it is approved; for an unknown address it is nobody's and takes as long. */
  async request(email: string, origin: { ip: string | null; userAgent: string | null }, letter: RecoveryLetter): Promise<string> {
    const token = OneTimeSecrets.decoy();
    await this.requests.request(email, { ...letter, approval: true }, { token, ...origin });
    return token;
  }

  /**
   * What waits for a Yes from the holder of a mailed token; null where nothing does.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async find(mailedToken: string, visitorIp: string | null): Promise<OpenRequest | null> {
    const open = await this.openRequests(mailedToken);
    const latest = open.at(-1);
    if (latest === undefined) return null;
    const { ip = null, userAgent = null } = latest.context;
    const approved = latest.approvedAt !== null;
    return { at: latest.createdAt, ip, userAgent, approved, approvable: open.length === 1 && !approved && isSameNetwork(ip, visitorIp) };
  }

  /**
   * The person's Yes: from now on the returned token works.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async approve(mailedToken: string, visitorIp: string | null): Promise<void> {
    const [request] = await this.refusals.watch(this.openRequests(mailedToken), 'recovery_failed', { token: mailedToken });
    const found = await this.find(mailedToken, visitorIp);
    if (request === undefined || !found?.approvable) throw new DomainError('one_time_token_spent', { field: 'token' });
    await this.transaction.run(async () => {
      await this.secrets.approve(request);
      await this.audit.record({ event: 'recovery_approved', subjectId: request.userId });
    });
  }

  /**
   * The person's No: whatever was asked for is worthless, the mailed link too.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async deny(mailedToken: string): Promise<void> {
    const { userId } = await this.refusals.watch(this.secrets.peek(mailedToken, 'recovery'), 'recovery_failed', { token: mailedToken });
    await this.transaction.run(async () => {
      await this.users.lock(userId, LINK_GONE);
      await this.outstanding.withdraw(userId, 'recovery_denied');
      await this.audit.record({ event: 'recovery_denied', subjectId: userId });
    });
  }

  private async openRequests(mailedToken: string): Promise<OneTimeSecret[]> {
    const { userId } = await this.secrets.peek(mailedToken, 'recovery');
    return this.secrets.outstanding(userId, 'uprogress_recovery');
  }
}
