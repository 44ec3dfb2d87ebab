import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { Doer } from '../audit/happening';
import { CredentialsService } from '../credentials/credentials.service';
import { NewPasswords } from '../credentials/new-passwords';
import { Transaction } from '../database/transaction';
import { MailQueue } from '../mail/mail-queue';
import { SessionsService } from '../sessions/sessions.service';
import { ID_GONE } from '../users/gone';
import { comparable } from '../users/identifier';
import { checkScopes } from '../users/scopes';
import type { User } from '../users/user.entity';
import { type RecordChanges, UserAdministration } from '../users/user-administration';
import { UsersService } from '../users/users.service';
import { AccountErasure } from './account-erasure.service';
import { type ScopeHolder, Authority, doerTo } from './authority';
import { Outstanding } from './outstanding';
import type { NewPassword } from './password-change.service';
import { PasswordReplacement } from './password-replacement.service';

/** What an admin changes of an account; what is absent stays. */
export interface Amendment extends RecordChanges {
  readonly scopes?: readonly string[];
  readonly password?: NewPassword;
}

/** Changes accounts as an admin does: all that is asked for, or nothing. */
@Injectable()
export class AccountAmendment {
  constructor(
    private readonly users: UsersService,
    private readonly records: UserAdministration,
    private readonly credentials: CredentialsService,
    private readonly passwords: NewPasswords,
    private readonly replacement: PasswordReplacement,
    private readonly authority: Authority,
    private readonly erasure: AccountErasure,
    private readonly outstanding: Outstanding,
    private readonly sessions: SessionsService,
    private readonly mail: MailQueue,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
  ) {}

  /**
   * Other scopes and a new password end every session; another address waits to be confirmed, and the account's links die with the old one.
   * @throws DomainError user_not_found, invalid_input, email_taken, username_taken, overloaded; of the admin session_ended, insufficient_scope
   */
  async amend(userId: string, { scopes, password, ...record }: Amendment, admin: ScopeHolder): Promise<User> {
    const held = scopes && checkScopes(scopes);
    const hash = password && (await this.hashOf(userId, password, record));
    const by = doerTo(userId, admin);
    return this.transaction.run(async () => {
      const user = await this.authority.lock(userId, admin, ID_GONE);
      // First, so that also the address from before hears of it.
      if (hash !== undefined) await this.replacement.replaceLocked(user, hash, { keep: null, reason: 'password_reset', by });
      await this.apply(user, record, by);
      if (held !== undefined && !isSame(held, user.scopes)) await this.setScopes(userId, held, by);
      return this.users.get(userId);
    });
  }

  /**
   * Erases the account; the trail keeps what happened, under a pseudonym.
   * @throws DomainError user_not_found; of the admin session_ended, insufficient_scope
   */
  async erase(userId: string, admin: ScopeHolder): Promise<void> {
    await this.transaction.run(async () => {
      await this.authority.lock(userId, admin, ID_GONE);
      await this.erasure.erase(userId, doerTo(userId, admin));
    });
  }

  private async hashOf(userId: string, { newPassword, rules, field }: NewPassword, changes: RecordChanges): Promise<string> {
    const user = await this.users.get(userId, ID_GONE);
    await this.passwords.require(newPassword, rules, { ...user, email: changes.email ?? user.email, username: changes.username ?? user.username }, field);
    return this.credentials.hash(newPassword);
  }

  private async apply(user: User, changes: RecordChanges, by: Doer): Promise<void> {
    if (Object.values(changes).every((value) => value === undefined)) return;
    const amended = await this.records.amend(user, changes);
    if (amended.username !== user.username) await this.audit.record({ event: 'username_changed', subjectId: user.id, ...by });
    if (comparable(amended.email) === comparable(user.email)) return;
    const isOwn = by.actor === undefined;
    await this.outstanding.withdraw(user.id, isOwn ? 'address_changed' : 'address_assigned');
    await this.audit.record({ event: 'email_changed', subjectId: user.id, ...by });
    await this.mail.post({ userId: user.id, kind: 'confirm_address' });
    // A mistyped address may be a stranger's.
    if (user.emailVerifiedAt === null) return;
    const facts = { to: user.email, newAddress: amended.email };
    // No link undoes what an admin does for another person: it may be done because that mailbox is lost to somebody else.
    if (isOwn) await this.mail.post({ userId: user.id, kind: 'address_change_notice', facts: { ...facts, undo: true } });
    else await this.mail.post({ userId: user.id, kind: 'address_changed', facts });
  }

  private async setScopes(userId: string, scopes: string[], by: Doer): Promise<void> {
    await this.users.setScopes(userId, scopes);
    const ended = await this.sessions.endAll(userId, 'scopes_changed', by);
    await this.audit.record({ event: 'account_scopes_set', subjectId: userId, ...by, facts: { scopes, ended } });
  }
}

const isSame = (some: readonly string[], others: readonly string[]): boolean => [...some].sort().join() === [...others].sort().join();
