import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Log } from '../log/log';

/** Milliseconds the service may take. */
const TIMEOUT = 1_000;
/** Seconds it is left alone after a failure, so that an outage does not hold up every registration. */
const PAUSE = 30;
/** Bytes: an answer has some 1,000 lines of 40. */
const ANSWER_MAX = 512 * 1024;
/** Characters of the digest that leave the house. */
const PREFIX = 5;

/**
 * Have I Been Pwned's Pwned Passwords, by k-anonymity (haveibeenpwned.com/API/v3#PwnedPasswords): only the first five
 * digits of a SHA-1 leave, and padding hides how many answers there are. Without an answer nothing is known, and the
 * list that we have stands alone.
 */
@Injectable()
export class BreachedPasswords {
  private pausedUntil = 0;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Whether the password is known to be breached; false also where the service is off or does not answer. */
  async includes(password: string): Promise<boolean> {
    const { breachedUrl } = this.config.passwords;
    if (breachedUrl === null || this.clock.now().getTime() < this.pausedUntil) return false;
    const digest = createHash('sha1').update(password.normalize('NFC')).digest('hex').toUpperCase();
    try {
      return isListed(await range(breachedUrl, digest.slice(0, PREFIX)), digest.slice(PREFIX));
    } catch (error) {
      this.pausedUntil = this.clock.in(PAUSE).getTime();
      this.log.failure('breached_passwords_unreachable', error, { pause: PAUSE });
      return false;
    }
  }
}

async function range(url: string, prefix: string): Promise<string> {
  const headers = { 'add-padding': 'true', 'user-agent': 'latchkey' };
  const answer = await fetch(`${url}/range/${prefix}`, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
  if (!answer.ok) throw new Error(`The service of breached passwords answered ${answer.status}`);
  const text: string[] = [];
  const decoder = new TextDecoder();
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > ANSWER_MAX) throw new Error('The service of breached passwords answered too much');
    text.push(decoder.decode(chunk, { stream: true }));
  }
  return text.join('');
}

// Lines of `SUFFIX:COUNT`; those of count 0 are padding.
function isListed(lines: string, suffix: string): boolean {
  const [, count] =
    lines
      .split(/\r?\n/)
      .map((line) => line.split(':'))
      .find(([listed]) => listed?.toUpperCase() === suffix) ?? [];
  return Number(count) > 0;
}
