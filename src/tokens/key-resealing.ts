import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config';
import { Log } from '../log/log';
import { resealed } from './make-key';
import { Sealer } from './sealer';
import { SigningKeyRepository } from './signing-key.repository';

/**
 * Seals every signing key with the new secret when `LATCHKEY_SECRET` has changed: keys outlive the time that an operator
 * should have to keep the old one. What sessions keep sealed ends with them.
 */
@Injectable()
export class KeyResealing implements OnApplicationBootstrap {
  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly sealer: Sealer,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.secrets.previous === null) return;
    const done = await this.repository.exclusively(() => this.reseal());
    if (done > 0) this.log.event('keys_resealed', { keys: done });
  }

  private async reseal(): Promise<number> {
    let done = 0;
    for (const key of await this.repository.all()) {
      const sealedKey = resealed(key, this.sealer);
      if (sealedKey === null) continue;
      await this.repository.reseal(key.id, sealedKey);
      done += 1;
    }
    return done;
  }
}
