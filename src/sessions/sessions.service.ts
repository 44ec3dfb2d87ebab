import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { DomainError } from '../errors/domain-error';
import { Log } from '../log/log';
import { LastSeen } from './last-seen';
import type { EndReason, Session } from './session.entity';
import { SessionRepository } from './session.repository';

/** What a person may see and do of their own sessions. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly lastSeen: LastSeen,
    private readonly clock: Clock,
    private readonly log: Log,
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

  /** Is the session that was found alive at the door still so? @throws DomainError session_ended */
  async requireLiving(userId: string, id: string): Promise<void> {
    const session = await this.sessions.find(id, this.clock.now());
    if (session === null || session.userId !== userId) throw new DomainError('session_ended');
  }

  /** @throws DomainError session_not_found */
  async rename(userId: string, id: string, label: string): Promise<Session> {
    return found(await this.sessions.update(id, userId, { label }, this.clock.now()));
  }

  /** Stores the address that push messages to the device go to. @throws DomainError session_not_found */
  async setPushToken(userId: string, id: string, pushToken: string): Promise<Session> {
    return found(await this.sessions.update(id, userId, { pushToken }, this.clock.now()));
  }

  /** @throws DomainError session_not_found */
  async end(userId: string, id: string, reason: EndReason): Promise<Session> {
    return found(await this.endIfOpen(userId, id, reason));
  }

  /** Ends a session; null where it has ended before, or is none of the person's. */
  async endIfOpen(userId: string, id: string, reason: EndReason): Promise<Session | null> {
    const ended = await this.sessions.end(id, userId, reason, this.clock.now());
    if (ended !== null) this.log.event('session_ended', { userId, sessionId: id, reason });
    return ended;
  }

  /** Ends every session but one; how many they were. */
  async endOthers(userId: string, exceptId: string, reason: EndReason): Promise<number> {
    const ended = await this.sessions.endAllBut(exceptId, userId, reason, this.clock.now());
    this.log.event('sessions_ended', { userId, ended, reason });
    return ended;
  }

  /** Ends every session; how many they were. */
  async endAll(userId: string, reason: EndReason): Promise<number> {
    const ended = await this.sessions.endAllBut(null, userId, reason, this.clock.now());
    this.log.event('sessions_ended', { userId, ended, reason });
    return ended;
  }

  /** From now on only the presented token and later ones open the session. */
  keepOnlyToken(id: string, tokenId: string): Promise<void> {
    return this.sessions.keepOnlyToken(id, tokenId);
  }
}

function found(session: Session | null): Session {
  if (session === null) throw new DomainError('session_not_found');
  return session;
}
