import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { CaughtMail } from './smtp-catcher';
import { partOf } from './smtp-catcher';
import { registerSecretsOfMail } from './secrets';

/**
 * `works` · `defers` every recipient (451) · `refuses` every recipient for good (550) · `hangs` without a greeting ·
 * `cuts` the connection after the letter, before it says whether it took it · `dawdles`: takes each letter after `delay`.
 */
export type SmtpMood = 'works' | 'defers' | 'refuses' | 'hangs' | 'cuts' | 'dawdles';

type Done = (error?: Error | null) => void;

/** A real mail server on a port of this machine that can fail in all the ways that mail servers do. */
export class FaultySmtp {
  mood: SmtpMood = 'works';
  /** Milliseconds; of the mood `dawdles`. */
  delay = 1_000;
  /** Every letter whose end has come, also those that it then said nothing of. */
  readonly mails: CaughtMail[] = [];
  /** Letters whose handing over has begun. */
  begun = 0;
  private server: SMTPServer | null = null;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  static async start(mood: SmtpMood = 'works'): Promise<FaultySmtp> {
    const smtp = new FaultySmtp();
    smtp.mood = mood;
    await smtp.goUp();
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Listens, on the port it had before. */
  async goUp(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      closeTimeout: 100,
      onConnect: (_session, callback) => (this.mood === 'hangs' ? undefined : callback()),
      onRcptTo: (_address, _session, callback) => callback(this.objection()),
      onData: (stream, session, callback) => this.receive(stream, session, callback),
    });
    server.on('error', () => undefined); // connections that are cut, on purpose
    server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Nobody listens any more, and every connection is cut. */
  async goDown(): Promise<void> {
    const { server } = this;
    this.server = null;
    const closed = server && new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** The texts of the letters to an address, in order. */
  textsTo(address: string): string[] {
    const texts = this.mails.filter(({ to }) => to.includes(address)).map(({ source }) => partOf(source, 'text/plain'));
    for (const text of texts) registerSecretsOfMail(text.match(/https?:\/\/\S+/g) ?? []);
    return texts;
  }

  private objection(): Error | null {
    if (this.mood === 'defers') return Object.assign(new Error('try later'), { responseCode: 451 });
    return this.mood === 'refuses' ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null;
  }

  private receive(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, callback: Done): void {
    this.begun++;
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const { mailFrom, rcptTo } = envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      this.mails.push({ from, to: rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString() });
      if (this.mood === 'cuts') for (const socket of this.sockets) socket.destroy();
      else if (this.mood === 'dawdles') setTimeout(() => callback(), this.delay);
      else callback();
    });
  }
}
