import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock/clock';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { SessionDenial } from '../password-recovery/session-denial.service';
import { Field, QueryToken } from './form-field';
import { sendPage } from './page';
import { PageController } from './page-controller';
import { languageOf } from './page-language';
import { presentSignIn } from './present-request';

/** Where the notice of a new device leads: the button ends that session and goes on to a new password. */
@PageController('account/not-me')
export class NotMeController {
  constructor(
    private readonly denial: SessionDenial,
    private readonly clock: Clock,
  ) {}

  @Get()
  async ask(@QueryToken() token: string, @Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, 'not-me', presentSignIn(await this.denial.look(token), token, this.clock.now(), languageOf(reply.request)));
  }

  @Post()
  async deny(@Field('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const recoveryToken = await this.denial.deny(token);
    const done = languageOf(reply.request).say('choose.denied');
    sendPage(reply, 'choose-password', { token: recoveryToken, email: '', minLength: NATIVE_PASSWORD_RULES.min, fault: null, done });
  }
}
