import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { NATIVE_PASSWORD_RULES, type PasswordRules } from './password-policy';

/** What a new password must be in a legacy format: the format's own rules, unless the operator wants the native ones everywhere. */
@Injectable()
export class LegacyPasswordRules {
  constructor(private readonly config: Config) {}

  /** @param min characters that the format's own document asks for */
  of(min: number): PasswordRules {
    return this.config.dialects.passwordPolicy === 'native' ? NATIVE_PASSWORD_RULES : { min };
  }
}
