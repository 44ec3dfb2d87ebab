import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { identifierColumn, identifierText, type Identifier } from '../users/identifier';
import { User } from '../users/user.entity';
import { Password } from './password.entity';

@Injectable()
export class PasswordRepository {
  constructor(private readonly database: Database) {}

  find(userId: string): Promise<Password | null> {
    return this.database.repository(Password).findOneBy({ userId });
  }

  /** The account that an identifier means, with its password, in one statement; null where either is missing. */
  async findWithUser(identifier: Identifier): Promise<{ user: User; password: Password } | null> {
    const text = identifierText(identifier);
    if (text === '') return null;
    const [row] = await this.database.query<Record<string, unknown>>(
      `SELECT ${this.database.columns(User, 'u')}, ${this.database.columns(Password, 'p')}
       FROM users u JOIN passwords p ON p.user_id = u.id WHERE lower(u.${identifierColumn(text)}) = lower($1)`,
      [text],
    );
    return row === undefined ? null : { user: this.database.hydrate(User, row, 'u_'), password: this.database.hydrate(Password, row, 'p_') };
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
