import { Injectable } from '@nestjs/common';
import { DomainError } from '../errors/domain-error';
import { isSameNetwork } from '../limits/network';
import { Background } from '../log/background';
import { Log } from '../log/log';
import type { OneTimeSecret } from '../tokens/one-time-secret.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { UsersService } from '../users/users.service';
import { RECOVERY_TTL, type RecoveryLetter, RecoveryRequests } from './recovery-requests.service';

/** More open requests than this are not recorded: with two, none can be approved any more. */
const MAX_OPEN = 2;

/** A reset that waits for the person's Yes, as the page shows it. */
export interface OpenRequest {
  readonly at: Date;
  readonly ip: string;
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
    private readonly background: Background,
    private readonly log: Log,
  ) {}

  /** A token that stays inert until it is approved; for an unknown address it is nobody's and takes as long. */
  request(email: string, origin: { ip: string; userAgent: string | null }, letter: RecoveryLetter): string {
    const secret = OneTimeSecrets.decoy();
    this.background.run('recovery_request', async () => {
      const user = await this.users.findByEmail(email);
      if (user !== null && (await this.secrets.outstanding(user.id, 'uprogress_recovery')).length < MAX_OPEN) {
        await this.secrets.mint({ userId: user.id, purpose: 'uprogress_recovery', ttl: RECOVERY_TTL, context: { email: user.email, ...origin }, secret });
      }
      await this.requests.requestFor(user, email, { ...letter, withApproval: true });
    });
    return secret;
  }

  /**
   * What waits for a Yes from the holder of a mailed token; null where nothing does.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async find(mailedToken: string, visitorIp: string): Promise<OpenRequest | null> {
    const open = await this.openRequests(mailedToken);
    const latest = open.at(-1);
    if (latest === undefined) return null;
    const { ip = '', userAgent = null } = latest.context;
    const approved = latest.approvedAt !== null;
    return { at: latest.createdAt, ip, userAgent, approved, approvable: open.length === 1 && !approved && isSameNetwork(ip, visitorIp) };
  }

  /**
   * The person's Yes: from now on the returned token works.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async approve(mailedToken: string, visitorIp: string): Promise<void> {
    const [request] = await this.openRequests(mailedToken);
    const found = await this.find(mailedToken, visitorIp);
    if (request === undefined || !found?.approvable) throw new DomainError('one_time_token_spent', { field: 'token' });
    await this.secrets.approve(request);
    this.log.event('recovery_approved', { userId: request.userId });
  }

  /**
   * The person's No: whatever was asked for is worthless, the mailed link too.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async deny(mailedToken: string): Promise<void> {
    const { userId } = await this.secrets.peek(mailedToken, 'recovery');
    await this.secrets.revoke(userId, 'recovery', 'uprogress_recovery');
    this.log.event('recovery_denied', { userId });
  }

  private async openRequests(mailedToken: string): Promise<OneTimeSecret[]> {
    const { userId } = await this.secrets.peek(mailedToken, 'recovery');
    return this.secrets.outstanding(userId, 'uprogress_recovery');
  }
}
