import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { Transaction } from '../database/transaction';
import { identifierColumn, identifierText, type Identifier } from '../users/identifier';
import { User } from '../users/user.entity';
import { UserCache } from '../users/user-cache';
import { Password } from './password.entity';

@Injectable()
export class PasswordRepository {
  constructor(
    private readonly database: Database,
    private readonly transaction: Transaction,
    private readonly users: UserCache,
  ) {}

  find(userId: string): Promise<Password | null> {
    return this.database.repository(Password).findOneBy({ userId });
  }

  /** The account that an identifier means, with its password, in one statement; null where either is missing. */
  async findWithUser(identifier: Identifier): Promise<{ user: User; password: Password } | null> {
    const text = identifierText(identifier);
    if (text === '') return null;
    const column = identifierColumn(text);
    const [row] = await this.database.queryPrepared<Record<string, unknown>>(
      `credentials_by_${column}`,
      `SELECT ${this.database.columns(User, 'u')}, ${this.database.columns(Password, 'p')}
       FROM users u JOIN passwords p ON p.user_id = u.id WHERE lower(u.${column}) = lower($1)`,
      [text],
    );
    return row === undefined ? null : { user: this.database.hydrate(User, row, 'u_'), password: this.database.hydrate(Password, row, 'p_') };
  }

  /**
   * Records a sign-in and takes the account's row until the transaction's end, where the account is enabled and its password
   * of this generation. Both rows are locked and then looked at as they are now: what has waited for the account sees the
   * change it has waited for (PostgreSQL, 13.2.1). Two statements: one that locks the newest row and then updates it by what it
   * saw at its start deadlocks with the next one in the queue.
   */
  async recordLogin(userId: string, generation: number, at: Date): Promise<User | null> {
    const [row] = await this.database.queryPrepared<Record<string, unknown>>(
      'prove_login',
      `SELECT ${this.database.columns(User, 'u')} FROM users u JOIN passwords p ON p.user_id = u.id
       WHERE u.id = $1 AND u.disabled_at IS NULL AND p.generation = $2 FOR NO KEY UPDATE OF u FOR SHARE OF p`,
      [userId, generation],
    );
    if (row === undefined) return null;
    await this.database.queryPrepared('record_login', 'UPDATE users SET last_login_at = $2 WHERE id = $1', [userId, at]);
    this.transaction.afterCommit(() => this.users.drop(userId));
    return Object.assign(this.database.hydrate(User, row, 'u_'), { lastLoginAt: at });
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
