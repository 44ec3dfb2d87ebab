import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { removeInBatches } from '../database/in-batches';
import { Log } from '../log/log';
import { Recurring } from '../log/recurring';
import { AuditRepository } from './audit.repository';

/** Milliseconds between two sweeps. */
const PAUSE = 600_000;

/** Removes what is older than `AUDIT_RETENTION` from the trail. */
@Injectable()
export class AuditSweep extends Recurring {
  constructor(
    private readonly repository: AuditRepository,
    private readonly clock: Clock,
    private readonly config: Config,
    log: Log,
  ) {
    super(log, PAUSE, 'audit_sweep_failed');
  }

  protected override round(): Promise<unknown> {
    return this.sweep();
  }

  /** @returns how many events were removed */
  async sweep(): Promise<number> {
    const removed = await removeInBatches((limit) => this.repository.removeBefore(this.clock.in(-this.config.audit.retention), limit));
    if (removed > 0) this.log.event('audit_swept', { removed });
    return removed;
  }
}
