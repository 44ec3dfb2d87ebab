import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NATIVE_PASSWORD_RULES, passwordStrength } from '../credentials/password-policy';
import { PasswordRecovery } from '../password-recovery/password-recovery.service';
import { type FormFault, formFault } from './form-fault';
import { Field, OpenedPlainly, QueryToken } from './form-field';
import { sendPage } from './page';
import { PageController } from './page-controller';

/**
 * Where the mailed link leads: the token is spent by posting the form, never by opening the page. Without a link the form
 * asks for the code in the mail and the address it went to.
 */
@PageController('account/recover')
export class ChoosePasswordController {
  constructor(private readonly recovery: PasswordRecovery) {}

  @Get('confirm')
  async form(@QueryToken() token: string, @OpenedPlainly() withoutLink: boolean, @Res() reply: FastifyReply): Promise<void> {
    if (!withoutLink) await this.recovery.look({ token });
    this.show(reply, token, '');
  }

  @Post('confirm')
  async change(
    @Field('token') token: string,
    @Field('email') email: string,
    @Field('code') code: string,
    @Field('newPassword') newPassword: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const proof = code === '' ? { token } : { email: email.trim().normalize('NFC'), code };
    try {
      await this.recovery.confirm({ ...proof, newPassword, rules: NATIVE_PASSWORD_RULES, field: 'newPassword' });
    } catch (failure) {
      return this.show(reply, token, email, formFault(failure, reply.request));
    }
    sendPage(reply, 'password-changed', { strength: passwordStrength(newPassword, null) });
  }

  /** The page after the form, by its address: what the password was like is known no more. */
  @Get('changed')
  changed(@Res() reply: FastifyReply): void {
    sendPage(reply, 'password-changed', { strength: null });
  }

  private show(reply: FastifyReply, token: string, email: string, fault?: FormFault): void {
    const data = { token, email, minLength: NATIVE_PASSWORD_RULES.min, fault: fault?.message ?? null, done: null };
    sendPage(reply, 'choose-password', data, fault?.status);
  }
}
