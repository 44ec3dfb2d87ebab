import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { invalidField } from '../errors/domain-error';
import { RecoveryRequests } from '../password-recovery/recovery-requests.service';
import { RECOVERY_COOLDOWN, RECOVERY_TTL } from '../password-recovery/recovery-terms';
import { formFault } from './form-fault';
import { Field } from './form-field';
import { sendPage } from './page';
import { PageController } from './page-controller';
import { languageOf } from './page-language';
import { mayBeStored, storedAddress } from '../users/mail-address';

/** Asks for a mail with which to choose a new password. The answer is the same for known and unknown addresses. */
@PageController('account/recover')
export class RecoverController {
  constructor(private readonly requests: RecoveryRequests) {}

  @Get()
  form(@Res() reply: FastifyReply): void {
    sendPage(reply, 'recover', { email: '', fault: null });
  }

  @Post()
  async send(@Field('email') email: string, @Res() reply: FastifyReply): Promise<void> {
    const address = storedAddress(email);
    if (!mayBeStored(address)) return this.refuse(reply, email);
    await this.requests.request(address, { locale: languageOf(reply.request).chosen });
    this.sent(reply);
  }

  /** The page after asking: opened by its address, in another language say, it sends nothing. */
  @Get('sent')
  sent(@Res() reply: FastifyReply): void {
    sendPage(reply, 'recover-sent', { minutes: RECOVERY_TTL / 60, pause: RECOVERY_COOLDOWN / 60 });
  }

  private refuse(reply: FastifyReply, email: string): void {
    const { status, message } = formFault(invalidField('email', 'not_an_email', 'must be one e-mail address, such as ann@example.com'), reply.request);
    sendPage(reply, 'recover', { email, fault: message }, status);
  }
}
