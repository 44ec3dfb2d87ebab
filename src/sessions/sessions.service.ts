import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { Doer } from '../audit/happening';
import { Clock } from '../clock/clock';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { LastSeen } from './last-seen';
import type { EndReason, Session } from './session.entity';
import { SessionRepository } from './session.repository';

/** Sessions of one statement: each of them is told to every instance. */
const ENDED_AT_ONCE = 2_000;

/** What a person may see and do of their own sessions. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly lastSeen: LastSeen,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Living sessions, the newest first. */
  async list(userId: string): Promise<Session[]> {
    // So that what is shown is when they were last used, and none in use looks idle.
    await this.lastSeen.write();
    return this.sessions.list(userId, this.clock.now());
  }

  /** @throws DomainError session_not_found (another person's and a missing one alike) */
  async get(userId: string, id: string): Promise<Session> {
    const session = await this.sessions.find(id, this.clock.now());
    if (session === null || session.userId !== userId) throw new DomainError('session_not_found');
    return session;
  }

  /** Is the session that was found alive at the door still so, and to the end of the transaction? @throws DomainError session_ended */
  async requireLiving(userId: string, id: string): Promise<void> {
    if ((await this.sessions.hold(id, this.clock.now())) !== userId) throw new DomainError('session_ended');
  }

  /** @throws DomainError session_not_found */
  async rename(userId: string, id: string, label: string): Promise<Session> {
    return found(await this.sessions.update(id, userId, { label }, this.clock.now()));
  }

  /** Stores the address that push messages to the session's own device go to. @throws DomainError session_ended */
  async setPushToken(userId: string, id: string, pushToken: string): Promise<void> {
    if ((await this.sessions.update(id, userId, { pushToken }, this.clock.now())) === null) throw new DomainError('session_ended');
  }

  /** @throws DomainError session_not_found */
  async end(userId: string, id: string, reason: EndReason): Promise<Session> {
    return found(await this.endIfOpen(userId, id, reason));
  }

  /** Ends a session; null where it has ended before, or is none of the person's. */
  async endIfOpen(userId: string, id: string, reason: EndReason): Promise<Session | null> {
    return this.transaction.run(async () => {
      const ended = await this.sessions.end(id, userId, reason, this.clock.now());
      if (ended !== null) await this.audit.record({ event: 'session_ended', subjectId: userId, sessionId: id, facts: { reason } });
      return ended;
    });
  }

  /** Ends every session but one; how many they were. */
  endOthers(userId: string, exceptId: string, reason: EndReason): Promise<number> {
    return this.endAllBut(exceptId, userId, reason);
  }

  /** Ends every session; how many they were. @param by who does it, where it is not the person */
  endAll(userId: string, reason: EndReason, by: Doer = {}): Promise<number> {
    return this.endAllBut(null, userId, reason, by);
  }

  /**
   * Ends every session of everybody, bit by bit so that nobody waits; how many they were. Whoever signs in meanwhile stays. Each bit
   * is told with its number: what was ended is in the trail also where the work is cut short. Fewer than were asked for are no end of
   * it: of those that were picked some may have been erased, or ended by their people, before they were reached.
   */
  async endEverybodys(reason: EndReason, by: Doer): Promise<number> {
    const openedBy = this.clock.now();
    let ended = 0;
    let rounds = 0;
    // Those that somebody holds come last, and are few by then: to wait for one with 2,000 others held is how two come to wait for each other.
    for (const isPatient of [false, true]) {
      for (let count = -1; count !== 0; ended += count) {
        const isFirst = rounds++ === 0;
        count = await this.transaction.run(async () => {
          const some = await this.sessions.endAnybodys(openedBy, reason, ENDED_AT_ONCE, isPatient);
          if (some > 0 || isFirst) await this.audit.record({ event: 'everybody_signed_out', ...by, facts: { ...by.facts, ended: some } });
          return some;
        });
      }
    }
    return ended;
  }

  /** From now on only the presented token and later ones open the session. */
  keepOnlyToken(id: string, tokenId: string): Promise<void> {
    return this.sessions.keepOnlyToken(id, tokenId);
  }

  private endAllBut(exceptId: string | null, userId: string, reason: EndReason, by: Doer = {}): Promise<number> {
    return this.transaction.run(async () => {
      const ended = await this.sessions.endAllBut(exceptId, userId, reason, this.clock.now());
      if (ended > 0) await this.audit.record({ event: 'sessions_ended', subjectId: userId, ...by, facts: { ...by.facts, ended, reason } });
      return ended;
    });
  }
}

function found(session: Session | null): Session {
  if (session === null) throw new DomainError('session_not_found');
  return session;
}
