import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { PasswordRecovery } from '../password-recovery/password-recovery.service';
import { type FormFault, formFault } from './form-fault';
import { Field, QueryToken } from './form-field';
import { sendPage } from './page';
import { PageController } from './page-controller';

/** Where the mailed link leads: the token is spent by posting the form, never by opening the page. */
@PageController('account/recover/confirm')
export class ChoosePasswordController {
  constructor(private readonly recovery: PasswordRecovery) {}

  @Get()
  async form(@QueryToken() token: string, @Res() reply: FastifyReply): Promise<void> {
    await this.recovery.look({ token });
    this.show(reply, token);
  }

  @Post()
  async change(@Field('token') token: string, @Field('newPassword') newPassword: string, @Res() reply: FastifyReply): Promise<void> {
    try {
      await this.recovery.confirm({ token, newPassword, rules: NATIVE_PASSWORD_RULES, field: 'newPassword' });
    } catch (failure) {
      return this.show(reply, token, formFault(failure));
    }
    sendPage(reply, 'password-changed', {});
  }

  private show(reply: FastifyReply, token: string, fault?: FormFault): void {
    sendPage(reply, 'choose-password', { token, minLength: NATIVE_PASSWORD_RULES.min, fault: fault?.message ?? null, denied: false }, fault?.status);
  }
}
