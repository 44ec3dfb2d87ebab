import { Injectable } from '@nestjs/common';
import type { SignedIn } from '../../auth/session-opener';
import { SignUp } from '../../auth/sign-up.service';
import { generatePassword } from '../../credentials/generated-password';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import { derivedDevice, type DeviceOrigin } from '../../sessions/device';
import { PASSWORD_MIN } from './mixapp-limits';

/** A new account with the password that was made for it: the only time it is known. */
export interface SignedUp extends SignedIn {
  readonly password: string;
}

/** Mixapp's registration: the person names no password, the server makes one. */
@Injectable()
export class MixappSignUp {
  constructor(
    private readonly signUps: SignUp,
    private readonly rules: LegacyPasswordRules,
  ) {}

  /** @throws DomainError sign_up_closed, email_taken, overloaded */
  async signUp(person: { email: string; name: string }, origin: DeviceOrigin): Promise<SignedUp> {
    const password = generatePassword();
    const registration = { email: person.email, name: person.name, password, rules: this.rules.of(PASSWORD_MIN) };
    return { ...(await this.signUps.signUp(registration, 'mixapp', derivedDevice({}, origin))), password };
  }
}
