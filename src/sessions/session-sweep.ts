import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Log } from '../log/log';
import { SessionRepository } from './session.repository';

/** Milliseconds between two sweeps. */
const PAUSE = 600_000;
/** Seconds that a session stays on record after its end. */
const RETENTION = 30 * 86_400;
/** Rows of one statement, and statements of one sweep: a backlog is worked off bit by bit, in nobody's way. */
const BATCH = 1_000;
const MAX_BATCHES = 20;

/** Removes sessions that ended long ago. */
@Injectable()
export class SessionSweep implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) => this.log.failure('session_sweep_failed', error));
    }, PAUSE).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @returns how many sessions were removed */
  async sweep(): Promise<number> {
    let removed = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const count = await this.sessions.removeEndedBefore(this.clock.in(-RETENTION), BATCH);
      removed += count;
      if (count < BATCH) break;
    }
    if (removed > 0) this.log.event('sessions_swept', { removed });
    return removed;
  }
}
