import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock/clock';
import { Origin, type RequestOrigin } from '../http/request-origin';
import { RecoveryApproval } from '../password-recovery/recovery-approval.service';
import { Field, QueryToken } from './form-field';
import { sendPage } from './page';
import { PageController } from './page-controller';
import { languageOf } from './page-language';
import { approvedNotice, deniedNotice, nothingWaitsNotice, presentRequest } from './present-request';

/** "Did you ask for this?": the person's Yes or No to a reset that an app waits for. Opening the page says neither. */
@PageController('account/recovery-request')
export class RecoveryRequestController {
  constructor(
    private readonly approval: RecoveryApproval,
    private readonly clock: Clock,
  ) {}

  @Get()
  ask(@QueryToken() token: string, @Origin() { ip }: RequestOrigin, @Res() reply: FastifyReply): Promise<void> {
    return this.show(reply, token, ip);
  }

  @Post()
  answer(@Field('token') token: string, @Field('answer') answer: string, @Origin() { ip }: RequestOrigin, @Res() reply: FastifyReply): Promise<void> {
    if (answer === 'yes') return this.approve(reply, token, ip);
    return answer === 'no' ? this.deny(reply, token) : this.show(reply, token, ip, 400);
  }

  @Get('approved')
  approved(@Res() reply: FastifyReply): void {
    sendPage(reply, 'notice', approvedNotice(languageOf(reply.request).say));
  }

  @Get('denied')
  denied(@Res() reply: FastifyReply): void {
    sendPage(reply, 'notice', deniedNotice(languageOf(reply.request).say));
  }

  private async approve(reply: FastifyReply, token: string, ip: string | null): Promise<void> {
    const request = await this.approval.find(token, ip);
    if (!request?.approvable) return this.show(reply, token, ip, 403);
    await this.approval.approve(token, ip);
    this.approved(reply);
  }

  private async deny(reply: FastifyReply, token: string): Promise<void> {
    await this.approval.deny(token);
    this.denied(reply);
  }

  private async show(reply: FastifyReply, token: string, ip: string | null, status = 200): Promise<void> {
    const request = await this.approval.find(token, ip);
    const language = languageOf(reply.request);
    if (request === null) return sendPage(reply, 'notice', nothingWaitsNotice(token, language.say), status);
    sendPage(reply, 'recovery-request', presentRequest(request, token, this.clock.now(), language), status);
  }
}
