import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Sweep } from '../database/sweep';
import { Log } from '../log/log';
import { AuditRepository } from './audit.repository';

/** Removes what is older than `AUDIT_RETENTION` from the trail. */
@Injectable()
export class AuditSweep extends Sweep {
  constructor(
    private readonly repository: AuditRepository,
    private readonly clock: Clock,
    private readonly config: Config,
    log: Log,
  ) {
    super(log, 'audit_swept', 'audit_sweep_failed');
  }

  protected override remove(limit: number): Promise<number> {
    return this.repository.removeBefore(this.clock.in(-this.config.audit.retention), limit);
  }
}
