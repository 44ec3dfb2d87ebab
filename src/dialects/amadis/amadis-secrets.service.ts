import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { Sealer } from '../../tokens/sealer';
import { AmadisSecret } from './amadis-secret.entity';

const SECRET_BYTES = 32;

/** What a person's secret is sealed for: in another person's row it opens nothing. */
export const contextOf = (userId: string): string => `amadis-secret:${userId}`;

/** The secrets that Amadis hands out at registration, kept encrypted. */
@Injectable()
export class AmadisSecrets {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  /** A new secret. */
  static make(): Buffer {
    return randomBytes(SECRET_BYTES);
  }

  /** Keeps the secret of a person who has none. */
  async keep(userId: string, secret: Buffer): Promise<void> {
    await this.database.repository(AmadisSecret).insert({ userId, sealedSecret: this.sealer.seal(secret, contextOf(userId)) });
  }
}
