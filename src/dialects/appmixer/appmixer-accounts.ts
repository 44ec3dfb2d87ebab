import { Injectable } from '@nestjs/common';
import type { ScopeHolder } from '../../auth/authority';
import type { SignedIn } from '../../auth/session-opener';
import { SignUp } from '../../auth/sign-up.service';
import { Config } from '../../config/config';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import type { PasswordRules } from '../../credentials/password-policy';
import type { Authentication } from '../../http/authentication';
import type { RequestOrigin } from '../../http/request-origin';
import { derivedDevice } from '../../sessions/device';
import type { AppmixerCreateUserDto } from './appmixer.dto';
import { APPMIXER_PASSWORD_MIN } from './checks';
import { newAccountOf } from './new-account';

/** Registration as this format has it. */
@Injectable()
export class AppmixerAccounts {
  constructor(
    private readonly signUps: SignUp,
    private readonly rules: LegacyPasswordRules,
    private readonly config: Config,
  ) {}

  get passwordRules(): PasswordRules {
    return this.rules.of(APPMIXER_PASSWORD_MIN);
  }

  /** @throws DomainError sign_up_closed, invalid_input, email_taken, username_taken, overloaded; of an admin as `Authority.require` does */
  async create(body: AppmixerCreateUserDto, caller: Authentication | null, origin: RequestOrigin): Promise<SignedIn> {
    const account = newAccountOf(body, isAdmin(caller));
    const registration = { ...account, password: body.password, rules: this.passwordRules, actor: this.creatorOf(caller) };
    return this.signUps.signUp(registration, 'appmixer', derivedDevice({}, origin));
  }

  // Anybody's token may come along where anybody may register: clients send the old one. It says who creates the account only
  // where it is what lets them, or lets them choose its scopes.
  private creatorOf(caller: Authentication | null): ScopeHolder | undefined {
    const scope = isAdmin(caller) ? 'admin' : this.config.accounts.apiUserCreateScope;
    return caller === null || scope === null ? undefined : { ...caller, scope };
  }
}

const isAdmin = (caller: Authentication | null): boolean => caller?.scopes.includes('admin') ?? false;

/** A caller whom the guard has let in as an admin. */
export const adminOf = (caller: Authentication): ScopeHolder => ({ ...caller, scope: 'admin' });
