import { Injectable } from '@nestjs/common';
import type { Doer } from '../audit/happening';
import { DomainError } from '../errors/domain-error';
import { SessionsService } from '../sessions/sessions.service';
import type { Gone } from '../users/gone';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';

/** Somebody who acts on other accounts than the own, by a scope of theirs. */
export interface ScopeHolder {
  readonly userId: string;
  readonly sessionId: string;
  readonly scope: string;
}

/** Who did it: to the own account it is the person. */
export const doerTo = (userId: string, actor: ScopeHolder): Doer => (actor.userId === userId ? {} : { actor: 'admin', actorId: actor.userId });

/**
 * Makes sure, under a lock, that whoever acts on accounts still may: the guard has looked when the request came, and a demotion, a
 * disabling or a sign-out that was answered since then counts.
 */
@Injectable()
export class Authority {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * From here to the end of the transaction nobody takes it from the actor.
   * @throws DomainError session_ended (also of an erased account), insufficient_scope
   */
  async require({ userId, sessionId, scope }: ScopeHolder): Promise<void> {
    const actor = await this.users.hold(userId);
    await this.sessions.requireLiving(userId, sessionId);
    if (!actor?.scopes.includes(scope)) throw new DomainError('insufficient_scope');
  }

  /**
   * Takes an account for an actor, who must still be allowed to. In the order of ids, so that two who act on each other wait for one
   * another instead of both for ever.
   * @throws DomainError as `require` does, or what `gone` says of the account
   */
  async lock(userId: string, actor: ScopeHolder, gone: Gone): Promise<User> {
    if (actor.userId < userId) await this.require(actor);
    const user = await this.users.lock(userId, gone);
    if (actor.userId >= userId) await this.require(actor);
    return user;
  }
}
