import { Controller, Get, Header, Param, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { Public } from '../http/public';
import { DevMailbox, type DevMessage } from '../mail/dev-mailbox';
import { presentMessage, presentText } from './dev-message';
import { LocalOnlyGuard } from './local-only.guard';
import { PAGE_HEADERS, POLICY, sendPage } from './page';

/** Shows the mail in a frame. */
const READ_POLICY = `${POLICY}; frame-src 'self'`;

/** A mail is foreign HTML: its own styles, no script, and links that open beside the frame. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self'";

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
    const message = this.find(id);
    sendPage(reply, 'dev-message', { ...message, text: presentText(message.text) }, 200, { 'content-security-policy': READ_POLICY });
  }

  @Get(':id/html')
  html(@Param('id') id: string, @Res() reply: FastifyReply): void {
    const { html } = this.find(id);
    void reply.headers({ ...PAGE_HEADERS, 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' }).send(html);
  }

  private find(id: string): DevMessage {
    const message = this.mailbox.find(id);
    if (message === null) throw new DomainError('route_not_found');
    return message;
  }
}
