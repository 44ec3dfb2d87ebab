import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Audit } from '../audit/audit';
import { Clock } from '../clock/clock';
import { type ConstraintMeanings, withConstraints } from '../database/constraints';
import { Database } from '../database/database';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { ServiceKey } from './service-key.entity';

/** Starts every key, so that scanners for leaked secrets can tell what they found. */
const PREFIX = 'lks_';

const TAKEN: ConstraintMeanings = { service_keys_name_key: { code: 'service_key_name_taken', field: 'name' } };

@Injectable()
export class ServiceKeysService {
  constructor(
    private readonly database: Database,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Makes a key and returns it: the only time it is known. @throws DomainError service_key_name_taken */
  async create(name: string): Promise<string> {
    const key = PREFIX + randomBytes(32).toString('base64url');
    const row: ServiceKey = { id: uuidv7(), name, digest: digestOf(key), createdAt: this.clock.now(), revokedAt: null };
    await this.transaction.run(async () => {
      await withConstraints(TAKEN, () => this.database.repository(ServiceKey).insert(row));
      await this.audit.record({ event: 'service_key_created', actor: 'operator', facts: { name } });
    });
    return key;
  }

  /** @throws DomainError service_key_not_found */
  async revoke(name: string): Promise<void> {
    await this.transaction.run(async () => {
      const { affected } = await this.database.repository(ServiceKey).update({ name, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
      if (affected === 0) throw new DomainError('service_key_not_found');
      await this.audit.record({ event: 'service_key_revoked', actor: 'operator', facts: { name } });
    });
  }

  /** Which key this is. @throws DomainError service_key_required, unless it is one in force */
  async require(key: string | null): Promise<Pick<ServiceKey, 'id' | 'name'>> {
    if (key === null || !key.startsWith(PREFIX)) throw new DomainError('service_key_required');
    const known = await this.database.repository(ServiceKey).findOneBy({ digest: digestOf(key), revokedAt: IsNull() });
    if (known === null) throw new DomainError('service_key_required');
    return known;
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
