import { Injectable } from '@nestjs/common';
import type { MailMessage, SentMessageInfo, Transport } from 'nodemailer';
import SmtpPool from 'nodemailer/lib/smtp-pool';
import { Config } from '../config/config';
import { Log } from '../log/log';
import { DevMailbox } from './dev-mailbox';

/** Milliseconds that a mail server may stay silent. */
const PATIENCE = 10_000;

type Sent = Parameters<Transport['send']>[1];

/**
 * The way mails leave the program: a mail server, the development mailbox, or none. It has no `close`, because the
 * mailer module would call it while letters are still under way; `shutDown` is called after them.
 */
@Injectable()
export class MailTransport implements Transport {
  readonly name = 'latchkey';
  readonly version = '1';
  private readonly target: Transport<SentMessageInfo>;

  constructor(config: Config, devMailbox: DevMailbox, log: Log) {
    const { smtpUrl, connections } = config.mail;
    if (smtpUrl === null) this.target = devMailbox;
    else if (smtpUrl === 'none') this.target = nowhere(log);
    else this.target = mailServer(smtpUrl, connections);
  }

  send(mail: MailMessage, callback: Sent): void {
    this.target.send(mail, callback);
  }

  /** Ends every connection, also those in the middle of a mail: to be called after the wait for what is under way. */
  shutDown(): void {
    this.target.close?.({ force: true });
  }
}

function mailServer(url: string, maxConnections: number): Transport<SentMessageInfo> {
  return new SmtpPool({
    url,
    maxConnections,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    // Once, which happens only before a byte of the letter was sent: the server may have closed a pooled connection
    // meanwhile. Further tries are ours.
    maxRequeues: 1,
  });
}

function nowhere(log: Log): Transport<SentMessageInfo> {
  return {
    name: 'none',
    version: '1',
    send: (mail, callback) => {
      log.debug('mail_dropped', { subject: mail.data.subject });
      callback(null, { envelope: mail.message.getEnvelope(), messageId: mail.message.messageId() });
    },
  };
}
