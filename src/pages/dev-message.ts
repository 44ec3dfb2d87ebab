import { type DevMessage, LINK } from '../mail/dev-mailbox';
import type { TextRun } from './page-data';

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
