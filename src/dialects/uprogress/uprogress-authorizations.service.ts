import { Injectable } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error';
import type { Session } from '../../sessions/session.entity';
import { SessionsService } from '../../sessions/sessions.service';
import type { User } from '../../users/user.entity';
import { UsersService } from '../../users/users.service';

/** A person's authorization records: the sessions that this format's clients made. */
@Injectable()
export class UprogressAuthorizations {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
  ) {}

  /** Living records, the newest first, with their owner. */
  async list(userId: string): Promise<{ owner: User; records: Session[] }> {
    return { owner: await this.users.get(userId), records: await this.recordsOf(userId) };
  }

  /**
   * Ends a record.
   * @param number as a path names it
   * @throws DomainError session_not_found for whatever is no living record of the caller's
   */
  async end({ userId, sessionId }: { userId: string; sessionId: string }, number: string): Promise<{ owner: User; record: Session }> {
    const owner = await this.users.get(userId);
    const found = (await this.recordsOf(userId)).find((record) => String(record.number) === number);
    if (found === undefined) throw new DomainError('session_not_found');
    return { owner, record: await this.sessions.end(userId, found.id, found.id === sessionId ? 'signed_out' : 'revoked') };
  }

  private async recordsOf(userId: string): Promise<Session[]> {
    return (await this.sessions.list(userId)).filter(({ client }) => client === 'uprogress');
  }
}
