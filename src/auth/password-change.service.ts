import { Injectable } from '@nestjs/common';
import { CredentialsService, type VerifiedCredentials } from '../credentials/credentials.service';
import { NewPasswords } from '../credentials/new-passwords';
import type { PasswordRules } from '../credentials/password-policy';
import type { PasswordOwner } from '../credentials/personal-words';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { SessionsService } from '../sessions/sessions.service';
import { UsersService } from '../users/users.service';
import { PasswordReplacement } from './password-replacement.service';
import { PasswordProof } from './password-proof.service';

/** The session that asks, and the token it presented: they outlive the change. */
export interface Caller {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
}

export interface NewPassword {
  readonly newPassword: string;
  readonly rules: PasswordRules;
  /** The input field to report a refusal for. */
  readonly field?: string;
}

@Injectable()
export class PasswordChange {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialsService,
    private readonly passwords: NewPasswords,
    private readonly proof: PasswordProof,
    private readonly replacement: PasswordReplacement,
    private readonly sessions: SessionsService,
    private readonly transaction: Transaction,
  ) {}

  /**
   * Changes the caller's password for the current one; the other sessions end.
   * @throws DomainError wrong_password, invalid_input, too_many_requests, overloaded
   */
  async change(caller: Caller, currentPassword: string, change: NewPassword, ip: string | null): Promise<void> {
    await this.judge(change, await this.users.get(caller.userId));
    const verified = await this.proof.prove(caller.userId, currentPassword, ip);
    await this.replace(verified.user.id, change, caller, verified);
  }

  /**
   * Changes the caller's password where the format asks for no proof but the session.
   * @param alongside what is changed together with the password, or not at all
   * @throws DomainError invalid_input, session_ended, overloaded, and what `alongside` throws
   */
  async changeUnproved(caller: Caller, change: NewPassword, alongside: () => Promise<unknown> = nothing): Promise<void> {
    await this.judge(change, await this.users.get(caller.userId));
    await this.replace(caller.userId, change, caller, null, alongside);
  }

  /**
   * Changes the password of somebody who is not signed in but knows the old one; every session ends.
   * @throws DomainError invalid_input, bad_credentials (the account was changed, disabled or deleted meanwhile), overloaded
   */
  async changeVerified(verified: VerifiedCredentials, change: NewPassword): Promise<void> {
    await this.judge(change, verified.user);
    try {
      await this.replace(verified.user.id, change, null, verified);
    } catch (error) {
      throw isOver(error) ? new DomainError('bad_credentials') : error;
    }
  }

  /** Whether a new password will do for its owner. @throws DomainError invalid_input */
  judge({ newPassword, rules, field }: NewPassword, owner: PasswordOwner): Promise<void> {
    return this.passwords.require(newPassword, rules, owner, field);
  }

  private async replace(
    userId: string,
    { newPassword }: NewPassword,
    keep: Caller | null,
    verified: VerifiedCredentials | null,
    alongside = nothing,
  ): Promise<void> {
    const hash = await this.credentials.hash(newPassword);
    await this.transaction.run(async () => {
      const user = await this.users.lock(userId);
      if (user.disabledAt !== null) throw new DomainError('session_ended');
      await this.requireStill(keep, verified);
      await this.replacement.replaceLocked(user, hash, { keep, reason: 'password_changed' });
      await alongside();
    });
  }

  // A reset that came while the hash was made must win, by whatever the change was allowed.
  private async requireStill(keep: Caller | null, verified: VerifiedCredentials | null): Promise<void> {
    if (keep === null) return verified === null ? undefined : this.credentials.requireGeneration(verified);
    return verified === null ? this.sessions.requireLiving(keep.userId, keep.sessionId) : this.proof.requireStill(verified);
  }
}

// What a signed-in caller is told of an account that was disabled or deleted meanwhile.
function isOver(error: unknown): boolean {
  return error instanceof DomainError && (error.code === 'session_ended' || error.code === 'account_gone');
}

const nothing = (): Promise<unknown> => Promise.resolve();
