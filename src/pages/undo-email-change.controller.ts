import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { EmailChangeUndo } from '../password-recovery/email-change-undo.service';
import { Field, QueryToken } from './form-field';
import { sendPage } from './page';
import { PageController } from './page-controller';
import { languageOf } from './page-language';

/** Where the notice of a change of address leads: the button restores the old one and goes on to a new password. */
@PageController('account/undo-email-change')
export class UndoEmailChangeController {
  constructor(private readonly undo: EmailChangeUndo) {}

  @Get()
  async ask(@QueryToken() token: string, @Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, 'undo-email-change', { token, ...(await this.undo.look(token)) });
  }

  @Post()
  async restore(@Field('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const recoveryToken = await this.undo.undo(token);
    const done = languageOf(reply.request).say('choose.undone');
    sendPage(reply, 'choose-password', { token: recoveryToken, email: '', minLength: NATIVE_PASSWORD_RULES.min, fault: null, done });
  }
}
