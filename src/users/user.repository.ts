import { Injectable } from '@nestjs/common';
import { type ConstraintMeanings, withConstraints } from '../database/constraints';
import { Database } from '../database/database';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { searchable } from './identifier';
import { User } from './user.entity';
import { countStatement, type ListedUser, listStatement, type UserPage, type UserSelection } from './user-list';
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
    const insertion = this.database.repository(User).createQueryBuilder().insert().values(user).returning('*');
    const { raw } = await withConstraints(TAKEN, () => insertion.execute());
    return this.database.hydrate(User, (raw as Record<string, unknown>[])[0]!);
  }

  find(id: string): Promise<User | null> {
    return this.database.repository(User).findOneBy({ id });
  }

  /** From memory, where it is kept there; not to be written to. */
  recall(id: string): User | undefined {
    return this.transaction.isOpen ? undefined : this.cache.get(id);
  }

  /** Not to be written to: it may be kept in memory. */
  async read(id: string): Promise<User | null> {
    // What a transaction has written and not committed is nobody else's to see.
    if (this.transaction.isOpen) return this.find(id);
    const reading = this.cache.begin(id);
    try {
      const user = await this.find(id);
      reading.keep(user);
      return user;
    } finally {
      reading.end();
    }
  }

  findByEmail(email: string): Promise<User | null> {
    return this.first('SELECT * FROM users WHERE lower(email) = lower($1)', [searchable(email)]);
  }

  findByUsername(username: string): Promise<User | null> {
    return this.first('SELECT * FROM users WHERE lower(username) = lower($1)', [searchable(username)]);
  }

  findByObjectId(objectId: string): Promise<User | null> {
    return this.first('SELECT * FROM users WHERE object_id = $1', [objectId]);
  }

  list(page: UserPage): Promise<ListedUser[]> {
    const { sql, parameters } = listStatement(page);
    return this.database.entities(User, sql, parameters);
  }

  async count(selection: UserSelection): Promise<number> {
    const { sql, parameters } = countStatement(selection);
    return (await this.database.query<{ count: number }>(sql, parameters))[0]?.count ?? 0;
  }

  /** The accounts of identifiers in comparable form; those that are nobody's are left out. */
  async findIds(identifiers: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ text: string; id: string }>(
      `SELECT text, id FROM unnest($1::text[]) AS given (text) JOIN users ON lower(email) = lower(text) WHERE text LIKE '%@%'
       UNION ALL SELECT text, id FROM unnest($1::text[]) AS given (text) JOIN users ON lower(username) = lower(text) WHERE text NOT LIKE '%@%'`,
      [identifiers],
    );
    return new Map(rows.map(({ text, id }) => [text, id]));
  }

  /**
   * Takes the account's row until the transaction's end, so that what depends on the account (signing in, changing the
   * password, ending) happens one after another.
   */
  lock(id: string): Promise<User | null> {
    return this.first('SELECT * FROM users WHERE id = $1 FOR NO KEY UPDATE', [id]);
  }

  /** Keeps the account from being deleted until the transaction's end; whether it is there. Others may do the same, and change it. */
  async keep(id: string): Promise<boolean> {
    return (await this.database.query('SELECT FROM users WHERE id = $1 FOR KEY SHARE', [id])).length > 0;
  }

  /** Keeps the account's row as it is until the transaction's end. Others may do the same. */
  hold(id: string): Promise<User | null> {
    return this.first('SELECT * FROM users WHERE id = $1 FOR SHARE', [id]);
  }

  /** @throws DomainError email_taken, username_taken */
  async update(id: string, changes: UserChanges): Promise<void> {
    await withConstraints(TAKEN, () => this.database.repository(User).update({ id }, changes));
    this.forget(id);
  }

  /** Gives the account a username, unless somebody has it; whether it has it then. */
  async takeUsername(id: string, username: string): Promise<boolean> {
    try {
      await this.transaction.attempt(() => this.update(id, { username }));
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'username_taken') throw error;
      return false;
    }
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
