import { Controller, Get, Header, Param, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { Public } from '../http/public';
import { DevMailbox, type DevMessage } from '../mail/dev-mailbox';
import { presentMessage, presentText, READ_POLICY, sendMail } from './dev-message';
import { LocalOnlyGuard } from './local-only.guard';
import { sendPage } from './page';

/** The mails of local mode, for people (HTML) and for programs (JSON). */
@Public()
@ApiExcludeController()
@UseGuards(LocalOnlyGuard)
@Controller('dev/mailbox')
export class DevMailboxController {
  constructor(private readonly mailbox: DevMailbox) {}

  @Get()
  list(@Res() reply: FastifyReply): void {
    sendPage(reply, 'dev-mailbox', { messages: this.mailbox.messages() });
  }

  @Get('messages')
  @Header('cache-control', 'no-store')
  messages(): { messages: DevMessage[] } {
    return { messages: this.mailbox.messages().map(presentMessage) };
  }

  @Get(':id')
  read(@Param('id') id: string, @Res() reply: FastifyReply): void {
    const { to, subject, at, text } = this.find(id);
    const message = { to, subject, at, text: presentText(text), html: `${id}/html`, textTag: null };
    sendPage(reply, 'dev-message', message, 200, { 'content-security-policy': READ_POLICY });
  }

  @Get(':id/html')
  html(@Param('id') id: string, @Res() reply: FastifyReply): void {
    sendMail(reply, this.find(id).html);
  }

  private find(id: string): DevMessage {
    const message = this.mailbox.find(id);
    if (message === null) throw new DomainError('route_not_found');
    return message;
  }
}
