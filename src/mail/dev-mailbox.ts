import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { MailMessage, SentMessageInfo, Transport } from 'nodemailer';
import { Clock } from '../clock/clock';

/** Older mails than these are forgotten. */
const CAPACITY = 200;

export interface DevMessage {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Every address in the text, each once, in order. */
  readonly links: string[];
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** Where mails land in local mode, instead of with a mail server: in memory, to be read at /dev/mailbox. */
@Injectable()
export class DevMailbox implements Transport {
  readonly name = 'development mailbox';
  readonly version = '1';
  private newestFirst: DevMessage[] = [];

  constructor(private readonly clock: Clock) {}

  /** Newest first. */
  messages(): DevMessage[] {
    return [...this.newestFirst];
  }

  find(id: string): DevMessage | null {
    return this.newestFirst.find((message) => message.id === id) ?? null;
  }

  /** nodemailer's side: takes a mail that is ready to go. */
  send(mail: MailMessage, callback: (error: null, info: SentMessageInfo) => void): void {
    const envelope = mail.message.getEnvelope();
    const text = String(mail.data.text);
    const message = {
      id: randomUUID(),
      to: envelope.to.join(', '),
      subject: mail.data.subject ?? '',
      text,
      html: String(mail.data.html),
      links: linksIn(text),
      at: this.clock.now().toISOString(),
    };
    this.newestFirst = [message, ...this.newestFirst].slice(0, CAPACITY);
    callback(null, { envelope, messageId: mail.message.messageId() });
  }
}

/** Letters put each link on a line of its own, so whatever follows up to white space belongs to it. */
export const LINK = /https?:\/\/\S+/g;

function linksIn(text: string): string[] {
  return [...new Set(text.match(LINK) ?? [])];
}
