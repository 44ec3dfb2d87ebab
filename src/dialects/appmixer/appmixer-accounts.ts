import { Injectable } from '@nestjs/common';
import type { SignedIn } from '../../auth/session-opener';
import { SignUp } from '../../auth/sign-up.service';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import type { PasswordRules } from '../../credentials/password-policy';
import type { Authentication } from '../../http/authentication';
import type { RequestOrigin } from '../../http/request-origin';
import { derivedDevice } from '../../sessions/device';
import type { AppmixerCreateUserDto } from './appmixer.dto';
import { newAccountOf } from './new-account';

const PASSWORD_MIN = 5;

/** Registration as this format has it. */
@Injectable()
export class AppmixerAccounts {
  constructor(
    private readonly signUps: SignUp,
    private readonly rules: LegacyPasswordRules,
  ) {}

  get passwordRules(): PasswordRules {
    return this.rules.of(PASSWORD_MIN);
  }

  /** @throws DomainError sign_up_closed, invalid_input, email_taken, username_taken, overloaded */
  async create(body: AppmixerCreateUserDto, caller: Authentication | null, origin: RequestOrigin): Promise<SignedIn> {
    const account = newAccountOf(body, caller?.scopes.includes('admin') ?? false);
    return this.signUps.signUp({ ...account, password: body.password, rules: this.passwordRules }, 'appmixer', derivedDevice({}, origin));
  }
}
