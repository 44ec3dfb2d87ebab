import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Sweep } from '../database/sweep';
import { Log } from '../log/log';
import { SessionRepository } from './session.repository';

/** Seconds that a session stays on record after its end. */
const RETENTION = 30 * 86_400;

/** Removes sessions that ended long ago. */
@Injectable()
export class SessionSweep extends Sweep {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    log: Log,
  ) {
    super(log, 'sessions_swept', 'session_sweep_failed');
  }

  protected override remove(limit: number): Promise<number> {
    return this.sessions.removeEndedBefore(this.clock.in(-RETENTION), limit);
  }
}
