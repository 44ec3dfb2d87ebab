import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Audit } from '../audit/audit';
import { Clock } from '../clock/clock';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import type { Locale } from '../locale/locale';
import { negotiate } from '../locale/negotiate';
import { RequestContext } from '../log/request-context';
import { type Gone, LINK_GONE, SUBJECT_GONE } from './gone';
import { identifierColumn, identifierText, type Identifier, searchable, storedUsername } from './identifier';
import { newObjectId } from './object-id';
import type { User } from './user.entity';
import { type UserChanges, UserRepository } from './user.repository';

/** A new account. `email` is trimmed; the username may be the address itself, which then is none. */
export interface NewUser {
  readonly email: string;
  readonly username?: string | null;
  /** To become the username once the address is confirmed, if it is free then. */
  readonly wishedUsername?: string | null;
  readonly name?: string | null;
  readonly scopes?: string[];
  readonly metadata?: Record<string, string>;
  /** Whether the person signs in with it at once. */
  readonly signedIn?: boolean;
}

/** What people may change of their own account; null clears. */
export interface ProfileChanges {
  readonly username?: string | null;
  readonly name?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly description?: string | null;
  readonly location?: string | null;
  readonly avatar?: string | null;
  readonly locale?: Locale | null;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserRepository,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly request: RequestContext,
    private readonly audit: Audit,
  ) {}

  /**
   * The account's language is the one that the request prefers.
   * @throws DomainError email_taken, username_taken, invalid_input
   */
  create({ email, username, wishedUsername, name, scopes = ['user'], metadata = {}, signedIn = false }: NewUser): Promise<User> {
    const now = this.clock.now();
    return this.users.insert({
      id: uuidv7(),
      objectId: newObjectId(this.clock.seconds()),
      email: searchable(email),
      emailVerifiedAt: null,
      username: storedUsername(username, email),
      wishedUsername: storedUsername(wishedUsername, email),
      name: name ?? null,
      firstName: null,
      lastName: null,
      description: null,
      location: null,
      avatar: null,
      locale: negotiate(this.request.current()?.acceptLanguage ?? null),
      metadata,
      scopes,
      plan: 'free',
      disabledAt: null,
      createdAt: now,
      updatedAt: now,
      lastLoginAt: signedIn ? now : null,
    });
  }

  /**
   * An account as it stood before any open transaction; not to be written to. At once where it is kept in memory: promises
   * are a good part of what a read costs.
   * @throws DomainError account_gone, or what else `gone` says
   */
  get(id: string, gone: Gone = SUBJECT_GONE): User | Promise<User> {
    return this.users.recall(id) ?? this.users.read(id).then((user) => found(user, gone));
  }

  findByEmail(email: string): Promise<User | null> {
    return this.users.findByEmail(email);
  }

  /** Whether an address looks free; only `create` can say that it is. @throws DomainError email_taken */
  async expectFreeEmail(email: string): Promise<void> {
    if ((await this.users.findByEmail(email)) !== null) throw new DomainError('email_taken', { field: 'email' });
  }

  /** The account that an identifier means; null where there is none. */
  async findByIdentifier(identifier: Identifier): Promise<User | null> {
    const text = identifierText(identifier);
    if (text === '') return null;
    return identifierColumn(text) === 'email' ? this.users.findByEmail(text) : this.users.findByUsername(text);
  }

  /**
   * Takes the account for the rest of the transaction.
   * @throws DomainError account_gone, or what else `gone` says
   */
  async lock(id: string, gone: Gone = SUBJECT_GONE): Promise<User> {
    return found(await this.users.lock(id), gone);
  }

  /** Takes the account for the rest of the transaction; null where it is gone. */
  lockIfThere(id: string): Promise<User | null> {
    return this.users.lock(id);
  }

  /** Keeps an account that is only referred to from being erased for the rest of the transaction; whether it is there. */
  keep(id: string): Promise<boolean> {
    return this.users.keep(id);
  }

  /** Keeps the account as it is for the rest of the transaction, beside others who do; null where it is gone. */
  hold(id: string): Promise<User | null> {
    return this.users.hold(id);
  }

  /** Takes the account for the rest of the transaction; null where it is gone or disabled. */
  async lockIfActive(id: string): Promise<User | null> {
    const user = await this.users.lock(id);
    return user === null || user.disabledAt !== null ? null : user;
  }

  /**
   * Takes the account that a mailed link is for, for the rest of the transaction.
   * @throws DomainError one_time_token_invalid (the account is gone), one_time_token_spent (it is disabled)
   */
  async lockForLink(id: string): Promise<User> {
    const user = await this.lock(id, LINK_GONE);
    if (user.disabledAt !== null) throw new DomainError('one_time_token_spent', { field: 'token' });
    return user;
  }

  /** @throws DomainError username_taken, invalid_input, account_gone */
  async changeProfile(id: string, changes: ProfileChanges): Promise<User> {
    const { username, ...rest } = changes;
    if (username === undefined) await this.update(id, definedOnly(rest));
    else await this.rename(id, username, definedOnly(rest));
    return found(await this.users.find(id), SUBJECT_GONE);
  }

  async setDisabled(id: string, disabled: boolean): Promise<void> {
    await this.update(id, { disabledAt: disabled ? this.clock.now() : null });
  }

  async setScopes(id: string, scopes: string[]): Promise<void> {
    await this.update(id, { scopes });
  }

  /** Erases the account and, by the foreign keys, everything stored about the person. */
  delete(id: string): Promise<void> {
    return this.users.delete(id);
  }

  private update(id: string, changes: UserChanges): Promise<void> {
    return this.users.update(id, { ...changes, updatedAt: this.clock.now() });
  }

  // Under the lock: else who is erased meanwhile would be in the trail once more, after it was cleared of them.
  private rename(id: string, username: string | null, changes: UserChanges): Promise<void> {
    return this.transaction.run(async () => {
      const user = await this.lock(id);
      const stored = storedUsername(username, user.email);
      await this.update(id, { ...changes, username: stored, wishedUsername: null });
      if (stored !== user.username) await this.audit.record({ event: 'username_changed', subjectId: id });
    });
  }
}

function found(user: User | null, { code, field }: Gone): User {
  if (user === null) throw new DomainError(code, { field });
  return user;
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
