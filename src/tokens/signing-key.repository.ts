import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { Database } from '../database/database';
import { Transaction } from '../database/transaction';
import { type KeyPurpose, SigningKey } from './signing-key.entity';

/** The advisory lock under which instances agree on who makes a missing key. */
const KEY_LOCK = 0x6b657973;

@Injectable()
export class SigningKeyRepository {
  constructor(
    private readonly database: Database,
    private readonly transaction: Transaction,
  ) {}

  all(): Promise<SigningKey[]> {
    return this.database.repository(SigningKey).find({ order: { createdAt: 'ASC', activatedAt: { direction: 'ASC', nulls: 'LAST' }, id: 'ASC' } });
  }

  add(key: SigningKey): Promise<SigningKey> {
    return this.database.repository(SigningKey).save(key);
  }

  /** Keeps a key under another seal. */
  async reseal(id: string, sealedKey: Buffer): Promise<void> {
    await this.database.repository(SigningKey).update({ id }, { sealedKey });
  }

  /** Lets a key sign that was only published. */
  async activate(id: string, at: Date): Promise<void> {
    await this.database.repository(SigningKey).update({ id, activatedAt: IsNull() }, { activatedAt: at });
  }

  /** Takes a key out of signing. */
  async retire(id: string, at: Date): Promise<void> {
    await this.database.repository(SigningKey).update({ id, retiredAt: IsNull() }, { retiredAt: at });
  }

  /** Removes the keys of a purpose that were retired before a moment. */
  async removeRetired(purpose: KeyPurpose, before: Date): Promise<void> {
    await this.database.repository(SigningKey).delete({ purpose, retiredAt: LessThan(before) });
  }

  /** Removes every key. @returns how many there were */
  async removeAll(): Promise<number> {
    return (await this.database.query('DELETE FROM signing_keys RETURNING id')).length;
  }

  /** Runs `work` while no other instance does the same. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      await this.database.query('SELECT pg_advisory_xact_lock($1)', [KEY_LOCK]);
      return work();
    });
  }

  /** `iss` of this installation, made by the first migration. */
  async issuer(): Promise<string> {
    const [row] = await this.database.query<{ issuer: string }>('SELECT issuer FROM instance');
    if (row === undefined) throw new Error('The table instance is empty: run the migrations');
    return row.issuer;
  }
}
