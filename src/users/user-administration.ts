import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { comparable, storedUsername } from './identifier';
import type { User } from './user.entity';
import type { ListedUser, UserPage, UserSelection } from './user-list';
import { UserRepository } from './user.repository';

/** What somebody else may change of an account besides its scopes; what is absent stays. */
export interface RecordChanges {
  readonly email?: string;
  readonly username?: string;
  readonly metadata?: Record<string, string>;
}

/** Everybody's accounts, for whoever administers them. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly users: UserRepository,
    private readonly clock: Clock,
  ) {}

  list(page: UserPage): Promise<ListedUser[]> {
    return this.users.list(page);
  }

  count(selection: UserSelection): Promise<number> {
    return this.users.count(selection);
  }

  /** The account of an id of 24 lower-case hex digits; null where there is none. */
  findByObjectId(objectId: string): Promise<User | null> {
    return this.users.findByObjectId(objectId);
  }

  /**
   * Changes an account that the transaction has locked. Another address than the old one, but for its case, is nobody's until it is
   * confirmed. The old address for a username is the one that clients show where there is none, and so is none again.
   * @returns the account as it is then
   * @throws DomainError email_taken, username_taken, invalid_input
   */
  async amend(user: User, { email = user.email, username, metadata = user.metadata }: RecordChanges): Promise<User> {
    const changes = {
      email,
      emailVerifiedAt: isSameText(email, user.email) ? user.emailVerifiedAt : null,
      username: username === undefined ? user.username : isSameText(username, user.email) ? null : storedUsername(username, email),
      metadata,
    };
    await this.users.update(user.id, { ...changes, updatedAt: this.clock.now() });
    return { ...user, ...changes };
  }
}

const isSameText = (one: string, other: string): boolean => comparable(one) === comparable(other);
