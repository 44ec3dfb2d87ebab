import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { type ApiName, Config } from '../config/config';
import { CredentialsService, type VerifiedCredentials } from '../credentials/credentials.service';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { AttemptLimits } from '../limits/attempt-limits';
import { Tally } from '../log/tally';
import type { Device, DeviceOrigin } from '../sessions/device';
import { comparable, identifierText, type Identifier } from '../users/identifier';
import { RefusedProofs } from './refused-proofs';
import { SessionOpener, type SignedIn } from './session-opener';

/** Identifier and password as a client sent them. */
export interface PasswordCredentials extends Identifier {
  readonly password: string;
}

@Injectable()
export class SignIn {
  /** Sign-ins that went well, by API. */
  readonly done = new Tally<ApiName>();

  constructor(
    private readonly credentials: CredentialsService,
    private readonly opener: SessionOpener,
    private readonly limits: AttemptLimits,
    private readonly transaction: Transaction,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly refusals: RefusedProofs,
  ) {}

  /**
   * Proves a password and opens a session on the device.
   * @throws DomainError bad_credentials (whatever the cause), too_many_requests, overloaded
   */
  async signIn(credentials: PasswordCredentials, client: ApiName, device: Device): Promise<SignedIn> {
    return this.open(await this.verify(credentials, device), client, device);
  }

  /**
   * Proves a password within the budget of attempts.
   * @throws DomainError bad_credentials, too_many_requests, overloaded
   */
  async verify(credentials: PasswordCredentials, origin: DeviceOrigin): Promise<VerifiedCredentials> {
    const identifier = comparable(identifierText(credentials));
    const attempt = this.limits.guard(identifier, origin.ip, async (patience) => {
      const verified = await this.credentials.verify(credentials, credentials.password, patience);
      this.requireConfirmed(verified);
      return verified;
    });
    return this.refusals.watch(attempt, 'sign_in', { identifier });
  }

  /**
   * Opens a session for proved credentials, unless the password was changed or the account disabled meanwhile.
   * @throws DomainError bad_credentials
   */
  async open(verified: VerifiedCredentials, client: ApiName, device: Device): Promise<SignedIn> {
    const signedIn = await this.transaction.run(async () => {
      const user = await this.credentials.recordLogin(verified);
      return this.opener.open(user, client, device, verified.user.lastLoginAt !== null);
    });
    this.done.add(client);
    this.audit.note({ event: 'signed_in', subjectId: signedIn.user.id, sessionId: signedIn.session.id });
    return signedIn;
  }

  // With SIGN_UP=verified an account opens with its confirmation. Were it open before, a stranger who registers an
  // address and can then sign in would have learnt that the address had no account.
  private requireConfirmed({ user }: VerifiedCredentials): void {
    if (this.config.accounts.signUp === 'verified' && user.emailVerifiedAt === null) throw new DomainError('bad_credentials');
  }
}
