import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { DomainError } from '../errors/domain-error';
import type { Identifier } from '../users/identifier';
import type { User } from '../users/user.entity';
import { PasswordHasher } from './password-hasher';
import { PASSWORD_MAX } from './password-policy';
import { PasswordRepository } from './password.repository';

/** A person who has proved to know the password, of this generation. */
export interface VerifiedCredentials {
  readonly user: User;
  readonly generation: number;
}

@Injectable()
export class CredentialsService {
  constructor(
    private readonly passwords: PasswordRepository,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks an identifier and a password. An unknown account, a disabled one and a wrong password cost the same and
   * look the same (OWASP Authentication Cheat Sheet).
   * @param patience milliseconds to wait for its turn
   * @throws DomainError bad_credentials, overloaded
   */
  async verify(identifier: Identifier, password: string, patience?: number): Promise<VerifiedCredentials> {
    const found = await this.hasher.before(() => this.passwords.findWithUser(identifier), patience);
    const matches = await this.hasher.verify(found?.password.hash ?? null, bounded(password), patience);
    if (!matches || found === null || found.user.disabledAt !== null) throw new DomainError('bad_credentials');
    return { user: found.user, generation: found.password.generation };
  }

  /** Whether this is the person's password. @throws DomainError overloaded */
  async matches(userId: string, password: string, patience?: number): Promise<boolean> {
    const stored = await this.passwords.find(userId);
    return this.hasher.verify(stored?.hash ?? null, bounded(password), patience);
  }

  /**
   * The hash of a new password, to be stored inside a transaction that must not wait for it.
   * @param first what is looked at when the hash's turn has come: by throwing it spares the work
   * @throws DomainError overloaded, and what `first` throws
   */
  hash(password: string, first?: () => Promise<void>): Promise<string> {
    return this.hasher.hash(password, first);
  }

  /** Sets a person's password by its hash. */
  store(userId: string, hash: string): Promise<void> {
    return this.passwords.put(userId, hash, this.clock.now());
  }

  /**
   * Records the sign-in of proved credentials, and takes the account for the rest of the transaction.
   * @throws DomainError bad_credentials, where the password was changed or the account disabled or erased meanwhile
   */
  async recordLogin({ user, generation }: VerifiedCredentials): Promise<User> {
    const recorded = await this.passwords.recordLogin(user.id, generation, this.clock.now());
    if (recorded === null) throw new DomainError('bad_credentials');
    return recorded;
  }

  /** The generation of a person's password; 0 where there is none. */
  async generation(userId: string): Promise<number> {
    return (await this.passwords.find(userId))?.generation ?? 0;
  }

  /**
   * Inside the transaction that locks the account: is the password still the one that was verified?
   * @throws DomainError bad_credentials
   */
  async requireGeneration(verified: VerifiedCredentials): Promise<void> {
    if (!(await this.isCurrent(verified))) throw new DomainError('bad_credentials');
  }

  /** Whether the password is still the one that was verified, where the transaction has locked the account. */
  async isCurrent({ user, generation }: VerifiedCredentials): Promise<boolean> {
    return (await this.generation(user.id)) === generation;
  }
}

// No stored password is longer; a longer one is hashed as its beginning with a mark that no password of ours has.
function bounded(password: string): string {
  return password.length > 2 * PASSWORD_MAX ? `${password.slice(0, PASSWORD_MAX)}\u0000` : password;
}
