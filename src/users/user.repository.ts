import { Injectable } from '@nestjs/common';
import { type ConstraintMeanings, withConstraints } from '../database/constraints';
import { Database } from '../database/database';
import { Transaction } from '../database/transaction';
import { comparable } from './identifier';
import { User } from './user.entity';
import { UserCache } from './user-cache';

const TAKEN: ConstraintMeanings = {
  users_email_key: { code: 'email_taken', field: 'email' },
  users_username_key: { code: 'username_taken', field: 'username' },
};

/** What may be changed of an account. */
export type UserChanges = Partial<Omit<User, 'id' | 'number' | 'objectId' | 'createdAt'>>;

@Injectable()
export class UserRepository {
  constructor(
    private readonly database: Database,
    private readonly transaction: Transaction,
    private readonly cache: UserCache,
  ) {}

  /** @throws DomainError email_taken, username_taken */
  async insert(user: Omit<User, 'number'>): Promise<User> {
    const users = this.database.repository(User);
    await withConstraints(TAKEN, () => users.insert(user));
    return users.findOneByOrFail({ id: user.id });
  }

  find(id: string): Promise<User | null> {
    return this.database.repository(User).findOneBy({ id });
  }

  /** From memory where it is kept there; not to be written to. */
  async read(id: string): Promise<User | null> {
    // What a transaction has written and not committed is nobody else's to see.
    if (this.transaction.isOpen) return this.find(id);
    const kept = this.cache.get(id);
    if (kept !== undefined) return kept;
    const reading = this.cache.begin(id);
    try {
      const user = await this.find(id);
      if (user !== null) reading.keep(user);
      return user;
    } finally {
      reading.end();
    }
  }

  findByEmail(email: string): Promise<User | null> {
    return this.first('SELECT * FROM users WHERE lower(email) = lower($1)', [comparable(email)]);
  }

  findByUsername(username: string): Promise<User | null> {
    return this.first('SELECT * FROM users WHERE lower(username) = lower($1)', [comparable(username)]);
  }

  /**
   * Takes the account's row until the transaction's end, so that what depends on the account (signing in, changing the
   * password, ending) happens one after another.
   */
  lock(id: string): Promise<User | null> {
    return this.first('SELECT * FROM users WHERE id = $1 FOR NO KEY UPDATE', [id]);
  }

  /** Records a sign-in, and so takes the account's row as `lock` does. */
  async recordLogin(id: string, at: Date): Promise<User | null> {
    const user = await this.first('UPDATE users SET last_login_at = $2 WHERE id = $1 RETURNING *', [id, at]);
    this.forget(id);
    return user;
  }

  /** @throws DomainError email_taken, username_taken */
  async update(id: string, changes: UserChanges): Promise<void> {
    await withConstraints(TAKEN, () => this.database.repository(User).update({ id }, changes));
    this.forget(id);
  }

  async delete(id: string): Promise<void> {
    await this.database.repository(User).delete({ id });
    this.forget(id);
  }

  // Once the change is committed and before it is acknowledged; the other instances hear of it from the database.
  private forget(id: string): void {
    this.transaction.afterCommit(() => this.cache.drop(id));
  }

  private async first(sql: string, parameters: unknown[]): Promise<User | null> {
    const [user] = await this.database.entities(User, sql, parameters);
    return user ?? null;
  }
}
