import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { Password } from './password.entity';

@Injectable()
export class PasswordRepository {
  constructor(private readonly database: Database) {}

  find(userId: string): Promise<Password | null> {
    return this.database.repository(Password).findOneBy({ userId });
  }

  /** Sets or replaces a person's password; the generation grows with every replacement. */
  async put(userId: string, hash: string, changedAt: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO passwords (user_id, hash, changed_at) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at, generation = passwords.generation + 1`,
      [userId, hash, changedAt],
    );
  }
}
