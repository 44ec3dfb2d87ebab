import { Injectable } from '@nestjs/common';
import { validate as isId } from 'uuid';
import { Audit } from '../audit/audit';
import { type AuditEventName, type AuditFacts, OPERATOR } from '../audit/happening';
import { CredentialsService } from '../credentials/credentials.service';
import { NewPasswords } from '../credentials/new-passwords';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import type { EndReason } from '../sessions/session.entity';
import { SessionsService } from '../sessions/sessions.service';
import { NAMED_GONE } from '../users/gone';
import { checkScopes } from '../users/scopes';
import type { User } from '../users/user.entity';
import { type NewUser, UsersService } from '../users/users.service';
import { AccountErasure } from './account-erasure.service';
import { ConfirmedAddresses } from '../users/confirmed-addresses';

/** An account as it is afterwards, and how many of its sessions have ended. */
export interface Administered {
  readonly user: User;
  readonly ended: number;
}

/**
 * What an operator does to accounts. Each takes the account for itself and ends its sessions in the same transaction. An account is
 * named by its address, or by its id: that is all the log has kept of it, and reaches one whose address nobody can be found by.
 */
@Injectable()
export class AccountAdministration {
  constructor(
    private readonly users: UsersService,
    private readonly confirmed: ConfirmedAddresses,
    private readonly credentials: CredentialsService,
    private readonly passwords: NewPasswords,
    private readonly sessions: SessionsService,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
    private readonly erasure: AccountErasure,
  ) {}

  /**
   * Creates an account whose address counts as confirmed, on the operator's word; no mail is sent.
   * @throws DomainError invalid_input, email_taken, username_taken, overloaded
   */
  async create({ password, scopes = [], ...account }: NewUser & { readonly password: string }): Promise<User> {
    await this.passwords.require(password, NATIVE_PASSWORD_RULES, account);
    const held = checkScopes(scopes);
    const hash = await this.credentials.hash(password);
    return this.transaction.run(async () => {
      const user = await this.users.create({ ...account, scopes: held });
      const { id } = user;
      await this.credentials.store(id, hash);
      await this.confirmed.confirm(user);
      await this.audit.record({ event: 'account_created', subjectId: id, ...OPERATOR, facts: { scopes: held } });
      return this.users.get(id);
    });
  }

  /** Nobody can sign in as this person until the account is enabled; every session ends. @throws DomainError user_not_found */
  async disable(account: string): Promise<Administered> {
    return this.change(account, 'account_disabled', async (user) => {
      if (user.disabledAt === null) await this.users.setDisabled(user.id, true);
      return this.sessions.endAll(user.id, 'disabled', OPERATOR);
    });
  }

  /** The person can sign in again; ended sessions stay ended. @throws DomainError user_not_found */
  async enable(account: string): Promise<Administered> {
    return this.change(account, 'account_enabled', async (user) => {
      if (user.disabledAt !== null) await this.users.setDisabled(user.id, false);
      return 0;
    });
  }

  /** @throws DomainError user_not_found */
  async endSessions(account: string, reason: EndReason = 'revoked'): Promise<Administered> {
    return this.change(account, 'account_signed_out', (user) => this.sessions.endAll(user.id, reason, OPERATOR));
  }

  /** Ends every session of everybody: after a restore, which makes sessions live again that had ended, or a leaked key. */
  endEverySession(): Promise<number> {
    return this.sessions.endEverybodys('revoked', OPERATOR);
  }

  /**
   * Replaces the scopes of an account; every session ends, so that no token with the old ones is good for anything.
   * @throws DomainError user_not_found, invalid_input
   */
  async setScopes(account: string, scopes: readonly string[]): Promise<Administered> {
    const held = checkScopes(scopes);
    const act = async (user: User) => {
      await this.users.setScopes(user.id, held);
      return this.sessions.endAll(user.id, 'scopes_changed', OPERATOR);
    };
    return this.change(account, 'account_scopes_set', act, { scopes: held });
  }

  /**
   * Erases an account: on the person's wish, or once more after a restore.
   * @returns as it was
   * @throws DomainError user_not_found
   */
  async erase(account: string): Promise<User> {
    const found = await this.named(account);
    if (!(await this.erasure.erase(found.id, OPERATOR))) throw new DomainError('user_not_found');
    return found;
  }

  private async change(account: string, event: AuditEventName, act: (user: User) => Promise<number>, facts: AuditFacts = {}): Promise<Administered> {
    const found = await this.named(account);
    return this.transaction.run(async () => {
      const ended = await act(await this.users.lock(found.id, NAMED_GONE));
      await this.audit.record({ event, subjectId: found.id, ...OPERATOR, facts: { ...facts, ended } });
      return { user: await this.users.get(found.id), ended };
    });
  }

  private async named(account: string): Promise<User> {
    // No address is one: none is without an @.
    if (isId(account)) return this.users.get(account, NAMED_GONE);
    const found = await this.users.findByEmail(account);
    if (found === null) throw new DomainError('user_not_found', { field: 'email' });
    return found;
  }
}
