import { Injectable } from '@nestjs/common';
import { type Caller, PasswordChange } from '../../auth/password-change.service';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import { invalidField } from '../../errors/domain-error';
import type { User } from '../../users/user.entity';
import { UsersService } from '../../users/users.service';
import { isGoodName, NAME_MIN, PASSWORD_MIN } from './mixapp-limits';
import { presentName } from './present-user';

/** What is absent or null stays; so does the password where it is empty. */
export interface MixappChanges {
  readonly name?: string | null;
  /** Empty: none. */
  readonly avatar?: string | null;
  readonly password?: string | null;
}

/** Mixapp's one call that changes the profile and the password. */
@Injectable()
export class MixappUpdate {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordChange,
    private readonly rules: LegacyPasswordRules,
  ) {}

  /**
   * Changes everything that is given or nothing; with a new password the account's other sessions end.
   * @throws DomainError invalid_input, session_ended, account_gone, overloaded
   */
  async update(caller: Caller, { name, avatar, password }: MixappChanges): Promise<User> {
    const changes = { name: await this.newName(caller, name), avatar: avatar === '' ? null : (avatar ?? undefined) };
    const changeProfile = () => this.users.changeProfile(caller.userId, changes);
    if (!password) return changeProfile();
    await this.passwords.changeUnproved(caller, { newPassword: password, rules: this.rules.of(PASSWORD_MIN) }, changeProfile);
    return this.users.get(caller.userId);
  }

  // Clients send back all that they were shown, and a person of another API may have a short name or none.
  private async newName({ userId }: Caller, name: string | null | undefined): Promise<string | undefined> {
    if (name === undefined || name === null || name === presentName(await this.users.get(userId))) return undefined;
    if (!isGoodName(name)) throw invalidField('name', 'too_short', `must be at least ${NAME_MIN} characters long`);
    return name;
  }
}
