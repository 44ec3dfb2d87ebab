import { setTimeout as delay } from 'node:timers/promises';
import type { DevMailbox, DevMessage } from '../../src/mail/dev-mailbox';
import { registerSecret, registerSecretsOfMail } from './secrets';

export type Mail = DevMessage;

const PATIENCE = 5_000;

/** What the app under test has mailed, newest first. */
export class Mailbox {
  constructor(private readonly box: DevMailbox) {}

  all(to?: string): Mail[] {
    const messages = [...this.box.messages()].filter((mail) => to === undefined || isTo(mail, to));
    for (const mail of messages) registerSecretsIn(mail);
    return messages;
  }

  /** The newest mail there is at this moment; delivery is in the background, so usually `waitFor` is meant. */
  last(to?: string): Mail | undefined {
    return this.all(to)[0];
  }

  /** The newest of at least `count` mails to that address, waited for at most five seconds. */
  async waitFor(to: string, filter: { subject?: string | RegExp } = {}, count = 1): Promise<Mail> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const found = this.all(to).filter((mail) => hasSubject(mail, filter.subject));
      if (found.length >= count && found[0] !== undefined) return found[0];
      if (Date.now() > deadline) throw new Error(`expected ${count} mail(s) to ${to}, found ${found.length}; the box holds ${this.summary()}`);
      await delay(10);
    }
  }

  private summary(): string {
    return JSON.stringify(this.all().map(({ to, subject }) => ({ to, subject })));
  }
}

/** The first link of a mail that carries a token. */
export function linkOf(mail: Mail): string {
  const link = mail.links.find((candidate) => tokenIn(candidate) !== null);
  if (link === undefined) throw new Error(`no link with a token in the mail "${mail.subject}"`);
  return link;
}

/** The secret that a mail brings: the query parameter `token`, or `reset` in UProgress' own links. */
export function tokenOf(mail: Mail): string {
  return tokenIn(linkOf(mail)) ?? '';
}

/** The short code of a recovery mail. */
export function codeIn({ text, subject }: Mail): string {
  const code = CODE.exec(text)?.[0];
  if (code === undefined) throw new Error(`no code in the mail "${subject}"`);
  return code;
}

/** Codes stand on a line of their own. */
const CODE = /^[A-Z2-9]{4}-[A-Z2-9]{4}$/m;

function registerSecretsIn({ links, text }: Mail): void {
  registerSecretsOfMail(links);
  for (const [code] of text.matchAll(new RegExp(CODE, 'gm'))) registerSecret(code);
}

function tokenIn(link: string): string | null {
  const { searchParams } = new URL(link);
  return searchParams.get('token') ?? searchParams.get('reset');
}

function isTo(mail: Mail, address: string): boolean {
  return mail.to.toLowerCase().includes(address.trim().toLowerCase());
}

function hasSubject(mail: Mail, subject?: string | RegExp): boolean {
  if (subject === undefined) return true;
  return typeof subject === 'string' ? mail.subject === subject : subject.test(mail.subject);
}
