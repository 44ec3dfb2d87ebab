import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { removeInBatches } from '../database/in-batches';
import { Log } from '../log/log';
import { Recurring } from '../log/recurring';
import { OneTimeSecretRepository } from './one-time-secret.repository';

/** Milliseconds between two sweeps. */
const PAUSE = 600_000;
/** Seconds that a secret stays on record after its end: so long the trail names whose it was when somebody tries it. */
const RETENTION = 30 * 86_400;

/** Removes one-time secrets that were spent, replaced or too old long ago. */
@Injectable()
export class SecretSweep extends Recurring {
  constructor(
    private readonly secrets: OneTimeSecretRepository,
    private readonly clock: Clock,
    log: Log,
  ) {
    super(log, PAUSE, 'secret_sweep_failed');
  }

  protected override round(): Promise<unknown> {
    return this.sweep();
  }

  /** @returns how many were removed */
  async sweep(): Promise<number> {
    const removed = await removeInBatches((limit) => this.secrets.removeEndedBefore(this.clock.in(-RETENTION), limit));
    if (removed > 0) this.log.event('secrets_swept', { removed });
    return removed;
  }
}
