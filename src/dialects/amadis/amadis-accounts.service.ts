import { Injectable } from '@nestjs/common';
import { PasswordChange } from '../../auth/password-change.service';
import { SignIn } from '../../auth/sign-in.service';
import { SignUp } from '../../auth/sign-up.service';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import type { DeviceOrigin } from '../../sessions/device';
import type { User } from '../../users/user.entity';
import { AmadisSecrets } from './amadis-secrets.service';

/** Characters. */
const PASSWORD_MIN = 6;

export interface AmadisRegistration {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface AmadisPasswordChange {
  readonly email: string;
  readonly oldpassword: string;
  readonly newpassword: string;
}

/** Amadis' use cases: nobody is ever signed in through it, so each call brings all that it needs. */
@Injectable()
export class AmadisAccounts {
  constructor(
    private readonly signUps: SignUp,
    private readonly signIns: SignIn,
    private readonly passwords: PasswordChange,
    private readonly secrets: AmadisSecrets,
    private readonly rules: LegacyPasswordRules,
  ) {}

  /**
   * Creates an account with its secret, both or neither.
   * @throws DomainError sign_up_closed, invalid_input, email_taken, overloaded
   */
  async register({ name, email, password }: AmadisRegistration): Promise<{ user: User; secret: Buffer }> {
    const registration = { name, email, password, rules: this.rules.of(PASSWORD_MIN) };
    const secret = AmadisSecrets.make();
    const user = await this.signUps.register(registration, 'amadis', ({ id }) => this.secrets.keep(id, secret));
    return { user, secret };
  }

  /**
   * Changes the password of whoever knows the old one; every session ends. The new one is judged first: were it judged
   * last, a new password that is too short would let the old one be guessed without changing anything.
   * @throws DomainError invalid_input, bad_credentials, too_many_requests, overloaded
   */
  async changePassword({ email, oldpassword, newpassword }: AmadisPasswordChange, origin: DeviceOrigin): Promise<void> {
    const change = { newPassword: newpassword, rules: this.rules.of(PASSWORD_MIN), field: 'newpassword' };
    await this.passwords.judge(change, { email });
    const verified = await this.signIns.verify({ email, password: oldpassword }, origin);
    await this.passwords.changeVerified(verified, change);
  }
}
