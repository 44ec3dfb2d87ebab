import { Injectable } from '@nestjs/common';
import type { SignedIn } from '../../auth/session-opener';
import { SignIn } from '../../auth/sign-in.service';
import { SignUp } from '../../auth/sign-up.service';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import { DomainError, type FieldFault } from '../../errors/domain-error';
import { claimedDevice, type DeviceOrigin } from '../../sessions/device';
import { BearerTokens } from '../../tokens/bearer-tokens';
import { UsersService } from '../../users/users.service';
import { claimsOf, nickOf } from './claimed-fields';
import type { UprogressRegistrationDto, UprogressSignInDto } from './uprogress.dto';
import { UPROGRESS_PASSWORD_MIN } from './uprogress-api';

/** The two ways in: both end with a token for the device's authorization record. */
@Injectable()
export class UprogressEntry {
  constructor(
    private readonly signIns: SignIn,
    private readonly signUps: SignUp,
    private readonly users: UsersService,
    private readonly tokens: BearerTokens,
    private readonly rules: LegacyPasswordRules,
  ) {}

  /** @throws DomainError bad_credentials, too_many_requests, overloaded */
  async signIn({ email, password, authorization }: UprogressSignInDto, origin: DeviceOrigin): Promise<{ token: string }> {
    try {
      return this.tokenOf(await this.signIns.signIn({ email, password }, 'uprogress', claimedDevice(claimsOf(authorization), origin)));
    } catch (error) {
      throw this.isTooShort(password) ? alsoTooShort(error) : error;
    }
  }

  /** @throws DomainError sign_up_closed, invalid_input, email_taken, username_taken, overloaded */
  async register({ email, password, nick, authorization }: UprogressRegistrationDto, origin: DeviceOrigin): Promise<{ token: string }> {
    const rules = this.rules.of(UPROGRESS_PASSWORD_MIN);
    const username = nickOf(nick);
    try {
      return this.tokenOf(await this.signUps.signUp({ email, username, password, rules }, 'uprogress', claimedDevice(claimsOf(authorization), origin)));
    } catch (error) {
      throw await this.withAllTaken(error, email, username);
    }
  }

  private tokenOf({ user, session }: SignedIn): { token: string } {
    const subject = { userId: user.id, sessionId: session.id, scopes: user.scopes, expiresAt: session.expiresAt };
    return { token: this.tokens.mintLegacy('uprogress', subject, session.tokenGeneration, { id: session.number }).token };
  }

  private isTooShort(password: string): boolean {
    return [...password].length < this.rules.of(UPROGRESS_PASSWORD_MIN).min;
  }

  // The database names the first value that is taken; people are told of both.
  private async withAllTaken(error: unknown, email: string, nick: string | null): Promise<unknown> {
    if (!(error instanceof DomainError) || error.kind !== 'conflict') return error;
    const emailTaken = error.code === 'email_taken' || (await this.users.findByEmail(email)) !== null;
    const nickTaken = error.code === 'username_taken' || (nick !== null && (await this.users.findByIdentifier({ username: nick })) !== null);
    const faults = [...(emailTaken ? [taken('email')] : []), ...(nickTaken ? [taken('nick')] : [])];
    return new DomainError('invalid_input', { faults });
  }
}

const taken = (field: string): FieldFault => ({ field, code: 'taken', message: 'is taken' });

// A length is mentioned only now: the password may be a short one that another format allowed.
function alsoTooShort(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.code !== 'bad_credentials') return error;
  return new DomainError(error.code, { faults: [{ field: 'password', code: 'too_short', message: 'is too short' }] });
}
