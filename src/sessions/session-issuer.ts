import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Audit } from '../audit/audit';
import { Clock } from '../clock/clock';
import { type ApiName, Config } from '../config/config';
import type { Device } from './device';
import { DeviceSessionRepository } from './device-session.repository';
import { Lifetimes } from './lifetimes';
import type { Session } from './session.entity';
import type { IssuedSession, NewSession } from './session-insertion';
import { SessionKeys } from './session-keys';
import { SessionRepository } from './session.repository';

/** Makes sessions. Call it inside a transaction that has locked the account: the lock is what keeps the cap. */
@Injectable()
export class SessionIssuer {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly deviceSessions: DeviceSessionRepository,
    private readonly keys: SessionKeys,
    private readonly lifetimes: Lifetimes,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly audit: Audit,
  ) {}

  async issue(userId: string, client: ApiName, device: Device): Promise<IssuedSession> {
    const draft = this.draft(userId, client, device);
    const issued = client === 'uprogress' ? await this.deviceSessions.put(draft) : await this.sessions.insert(draft);
    const { maxPerUser } = this.config.sessions;
    if (issued.earlier.living >= maxPerUser) await this.endSurplus(issued.session, maxPerUser);
    return issued;
  }

  private async endSurplus(kept: Session, max: number): Promise<void> {
    const ended = await this.sessions.endSurplus(kept, max, this.clock.now());
    const facts = { ended, reason: 'superseded' };
    if (ended > 0) await this.audit.record({ event: 'sessions_ended', subjectId: kept.userId, actor: 'system', facts });
  }

  private draft(userId: string, client: ApiName, device: Device): NewSession {
    const id = uuidv7();
    const now = this.clock.now();
    const { absolute, idle } = this.lifetimes.of(client);
    return {
      ...device,
      id,
      userId,
      client,
      pushToken: null,
      createdAt: now,
      updatedAt: now,
      signedInAt: now,
      lastSeenAt: now,
      expiresAt: this.clock.in(absolute),
      idleSeconds: idle,
      endedAt: null,
      endReason: null,
      refreshKey: client === 'native' ? this.keys.newKey(id) : null,
      refreshCounter: 0,
      refreshedAt: null,
      tokenGeneration: 0,
      keptTokenId: null,
    };
  }
}
