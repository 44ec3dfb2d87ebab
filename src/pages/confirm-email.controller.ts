import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EmailConfirmation, takesNewPassword } from '../auth/email-confirmation.service';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { Origin, type RequestOrigin } from '../http/request-origin';
import { type FormFault, formFault } from './form-fault';
import { Field, QueryToken } from './form-field';
import { sendPage } from './page';
import { PageController } from './page-controller';

/** Confirms an address, by the mailed token and the account's password or, for a first address, a new one. Opening the page changes nothing. */
@PageController('account/confirm-email')
export class ConfirmEmailController {
  constructor(private readonly confirmation: EmailConfirmation) {}

  @Get()
  async form(@QueryToken() token: string, @Res() reply: FastifyReply): Promise<void> {
    const secret = await this.confirmation.look(token);
    this.show(reply, token, takesNewPassword(secret));
  }

  @Post()
  async confirm(
    @Field('token') token: string,
    @Field('password') password: string,
    @Field('newPassword') newPassword: string,
    @Origin() { ip }: RequestOrigin,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      await this.confirmation.confirm({ token, bearerId: null, password: password || undefined, newPassword: newPassword || undefined, ip });
    } catch (failure) {
      const mayChoose = await this.confirmation.look(token).then(takesNewPassword, () => false);
      return this.show(reply, token, mayChoose, formFault(failure, reply.request), newPassword !== '');
    }
    this.done(reply);
  }

  @Get('done')
  done(@Res() reply: FastifyReply): void {
    sendPage(reply, 'email-confirmed', {});
  }

  private show(reply: FastifyReply, token: string, mayChoose: boolean, fault?: FormFault, choosing = false): void {
    sendPage(reply, 'confirm-email', { token, minLength: NATIVE_PASSWORD_RULES.min, fault: fault?.message ?? null, choosing, mayChoose }, fault?.status);
  }
}
