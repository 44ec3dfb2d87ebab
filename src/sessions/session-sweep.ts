import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { removeInBatches } from '../database/in-batches';
import { Log } from '../log/log';
import { Recurring } from '../log/recurring';
import { SessionRepository } from './session.repository';

/** Milliseconds between two sweeps. */
const PAUSE = 600_000;
/** Seconds that a session stays on record after its end. */
const RETENTION = 30 * 86_400;

/** Removes sessions that ended long ago. */
@Injectable()
export class SessionSweep extends Recurring {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    log: Log,
  ) {
    super(log, PAUSE, 'session_sweep_failed');
  }

  protected override round(): Promise<unknown> {
    return this.sweep();
  }

  /** @returns how many sessions were removed */
  async sweep(): Promise<number> {
    const removed = await removeInBatches((limit) => this.sessions.removeEndedBefore(this.clock.in(-RETENTION), limit));
    if (removed > 0) this.log.event('sessions_swept', { removed });
    return removed;
  }
}
