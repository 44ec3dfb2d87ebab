import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { invalidField } from '../errors/domain-error';
import { isMailAddress } from '../http/fields';
import { RECOVERY_TTL, RecoveryRequests } from '../password-recovery/recovery-requests.service';
import { formFault } from './form-fault';
import { Field } from './form-field';
import { sendPage } from './page';
import { PageController } from './page-controller';

/** Asks for a mail with which to choose a new password. The answer is the same for known and unknown addresses. */
@PageController('account/recover')
export class RecoverController {
  constructor(private readonly requests: RecoveryRequests) {}

  @Get()
  form(@Res() reply: FastifyReply): void {
    sendPage(reply, 'recover', { email: '', fault: null });
  }

  @Post()
  send(@Field('email') email: string, @Res() reply: FastifyReply): void {
    const address = email.trim().normalize('NFC');
    if (!isMailAddress(address)) return this.refuse(reply, email);
    this.requests.request(address);
    sendPage(reply, 'recover-sent', { minutes: RECOVERY_TTL / 60 });
  }

  private refuse(reply: FastifyReply, email: string): void {
    const { status, message } = formFault(invalidField('email', 'not_an_email', 'must be one e-mail address, such as ann@example.com'));
    sendPage(reply, 'recover', { email, fault: message }, status);
  }
}
