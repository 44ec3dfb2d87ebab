import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { BreachedPasswords } from './breached-passwords';
import { CommonPasswords } from './common-passwords';
import { guessRefusal, lengthRefusal, type PasswordRefusal, type PasswordRules, refusedPassword } from './password-policy';
import { type PasswordOwner, personalWords, serviceWords } from './personal-words';

/** Decides whether a new password will do. */
@Injectable()
export class NewPasswords {
  private readonly service: readonly string[];

  constructor(
    private readonly common: CommonPasswords,
    private readonly breached: BreachedPasswords,
    { http }: Config,
  ) {
    this.service = serviceWords(new URL(http.publicUrl).hostname);
  }

  /**
   * @param owner whose password it is to be
   * @param field the input field to report a refusal for
   * @throws DomainError invalid_input with `required`, `too_short`, `too_long` and, where the rules screen,
   * `contains_personal_data`, `contains_service_name`, `too_common` or `breached`
   */
  async require(password: string, rules: PasswordRules, owner: PasswordOwner, field = 'password'): Promise<void> {
    const refusal = await this.refusalOf(password, rules, owner);
    if (refusal !== null) throw refusedPassword(field, refusal);
  }

  /** Why a password would be refused; null where it would be taken. */
  async refusalOf(password: string, rules: PasswordRules, owner: PasswordOwner): Promise<PasswordRefusal | null> {
    const tooShortOrLong = lengthRefusal(password, rules);
    if (tooShortOrLong !== null || rules.screened !== true) return tooShortOrLong;
    const guessed = guessRefusal(password, rules, { common: await this.common.list(), personal: personalWords(owner), service: this.service });
    if (guessed !== null) return guessed;
    return (await this.breached.includes(password)) ? { code: 'breached', message: 'is known from a data breach' } : null;
  }
}
