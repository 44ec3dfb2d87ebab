import type { FastifyReply } from 'fastify';
import { type DevMessage, LINK } from '../mail/dev-mailbox';
import { PAGE_HEADERS, POLICY } from './page';
import type { TextRun } from './page-data';

/** Shows the mail in a frame. */
export const READ_POLICY = `${POLICY}; frame-src 'self'`;

/** A mail is foreign HTML: its own styles, no script, and links that open beside the frame. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self'";

export function presentMessage({ id, to, subject, text, html, links, at }: DevMessage): DevMessage {
  return { id, to, subject, text, html, links, at };
}

/** Plain text cut up at its links, so that a template can make them clickable. */
export function presentText(text: string): TextRun[] {
  const runs: TextRun[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    runs.push({ text: text.slice(end, match.index), link: null }, { text: match[0], link: match[0] });
    end = match.index + match[0].length;
  }
  return [...runs, { text: text.slice(end), link: null }];
}

/** Answers with a mail as it is, for a frame of ours. */
export function sendMail(reply: FastifyReply, html: string): void {
  void reply.headers({ ...PAGE_HEADERS, 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' }).send(html);
}
