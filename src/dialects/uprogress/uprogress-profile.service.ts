import { Injectable } from '@nestjs/common';
import { EmailChange } from '../../auth/email-change.service';
import { type Caller, PasswordChange } from '../../auth/password-change.service';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import { Transaction } from '../../database/transaction';
import { DomainError } from '../../errors/domain-error';
import { SessionsService } from '../../sessions/sessions.service';
import { comparable } from '../../users/identifier';
import type { User } from '../../users/user.entity';
import { UsersService } from '../../users/users.service';
import type { UprogressUpdateUserDto } from './uprogress.dto';
import { UPROGRESS_PASSWORD_MIN } from './uprogress-api';

/** What people change of their own account. */
@Injectable()
export class UprogressProfile {
  constructor(
    private readonly users: UsersService,
    private readonly emails: EmailChange,
    private readonly changes: PasswordChange,
    private readonly rules: LegacyPasswordRules,
    private readonly sessions: SessionsService,
    private readonly transaction: Transaction,
  ) {}

  /**
   * Changes the caller's own record; a new address takes effect when it is confirmed.
   * @param idOrNick of the caller; anybody else's is not found
   * @throws DomainError user_not_found, session_ended, too_many_requests
   */
  async update(
    { userId, sessionId }: Caller,
    idOrNick: string,
    { email, first_name, last_name, description, location }: UprogressUpdateUserDto,
  ): Promise<User> {
    const isAnother = ({ email: present }: User) => email !== undefined && comparable(email) !== comparable(present);
    if (isAnother(await this.users.get(userId))) await this.emails.admit();
    return this.transaction.run(async () => {
      // A new password that was chosen meanwhile has ended the session, and no address may be changed by it any more.
      const user = await this.users.lock(userId);
      await this.sessions.requireLiving(userId, sessionId);
      if (!isNamed(user, idOrNick)) throw new DomainError('user_not_found');
      const changes = { firstName: first_name, lastName: last_name, description: cleared(description), location: cleared(location) };
      const changed = await this.users.changeProfile(userId, changes);
      if (email !== undefined && isAnother(user)) await this.emails.requestUnproved(userId, email);
      return changed;
    });
  }

  /** The other sessions end, and every token but the presented one. @throws DomainError invalid_input, overloaded */
  async changePassword(caller: Caller, newPassword: string): Promise<User> {
    await this.changes.changeUnproved(caller, { newPassword, rules: this.rules.of(UPROGRESS_PASSWORD_MIN), field: 'password' });
    return this.users.get(caller.userId);
  }
}

function isNamed(user: User, idOrNick: string): boolean {
  return idOrNick === String(user.number) || (user.username !== null && comparable(idOrNick) === comparable(user.username));
}

// What clients send for a field that was left empty.
function cleared(text: string | null | undefined): string | null | undefined {
  return text === '' ? null : text;
}
