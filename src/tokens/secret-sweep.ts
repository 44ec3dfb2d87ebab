import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Sweep } from '../database/sweep';
import { Log } from '../log/log';
import { OneTimeSecretRepository } from './one-time-secret.repository';

/** Seconds that a secret stays on record after its end: so long the trail names whose it was when somebody tries it. */
const RETENTION = 30 * 86_400;

/** Removes one-time secrets that were spent, replaced or too old long ago. */
@Injectable()
export class SecretSweep extends Sweep {
  constructor(
    private readonly secrets: OneTimeSecretRepository,
    private readonly clock: Clock,
    log: Log,
  ) {
    super(log, 'secrets_swept', 'secret_sweep_failed');
  }

  protected override remove(limit: number): Promise<number> {
    return this.secrets.removeEndedBefore(this.clock.in(-RETENTION), limit);
  }
}
