import { Injectable } from '@nestjs/common';
import { AccountAmendment, type Amendment } from '../../auth/account-amendment.service';
import type { ScopeHolder } from '../../auth/authority';
import type { NewPassword } from '../../auth/password-change.service';
import { DomainError } from '../../errors/domain-error';
import type { User } from '../../users/user.entity';
import { UserAdministration } from '../../users/user-administration';
import { AppmixerAccounts } from './appmixer-accounts';
import { DeletionTickets } from './deletion-tickets';
import { scopesOf } from './new-account';
import type { AppmixerUpdateUserDto } from './users.dto';

/** The accounts as an admin reaches them: by this format's id. */
@Injectable()
export class AppmixerUsers {
  constructor(
    private readonly everybody: UserAdministration,
    private readonly amendment: AccountAmendment,
    private readonly accounts: AppmixerAccounts,
    private readonly tickets: DeletionTickets,
  ) {}

  /** @throws DomainError user_not_found */
  async get(objectId: string): Promise<User> {
    const user = await this.everybody.findByObjectId(objectId);
    if (user === null) throw new DomainError('user_not_found');
    return user;
  }

  /** @throws DomainError as `AccountAmendment.amend` does */
  async update(objectId: string, body: AppmixerUpdateUserDto, admin: ScopeHolder): Promise<User> {
    const { id } = await this.get(objectId);
    return this.amendment.amend(id, this.amendmentOf(body), admin);
  }

  /**
   * Erases an account; it is done when this returns.
   * @returns the ticket to ask for it with
   * @throws DomainError as `AccountAmendment.erase` does
   */
  async delete(objectId: string, admin: ScopeHolder): Promise<string> {
    const { id } = await this.get(objectId);
    await this.amendment.erase(id, admin);
    return this.tickets.of(objectId);
  }

  /** The account of the ticket was deleted. @throws DomainError user_not_found (it was not, or the ticket is not its own) */
  async requireDeleted(objectId: string, ticket: string): Promise<void> {
    const isTheirs = this.tickets.isOf(objectId, ticket);
    if (!isTheirs || (await this.everybody.findByObjectId(objectId)) !== null) throw new DomainError('user_not_found');
  }

  private amendmentOf({ email, username, password, scope, metadata }: AppmixerUpdateUserDto): Amendment {
    return {
      email: email ?? undefined,
      username: username ?? undefined,
      scopes: scopesOf(scope),
      metadata: metadata ?? undefined,
      password: this.newPassword(password ?? undefined),
    };
  }

  private newPassword(newPassword: string | undefined): NewPassword | undefined {
    return newPassword === undefined ? undefined : { newPassword, rules: this.accounts.passwordRules };
  }
}
