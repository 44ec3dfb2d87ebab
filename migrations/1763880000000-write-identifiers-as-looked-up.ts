import { domainToUnicode } from 'node:url';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts that are looked at in one go. */
const BATCH = 1_000;

/** White space, and signs that nobody sees. */
const MARGIN = /[\s\p{Default_Ignorable_Code_Point}\p{Cf}]/u;

/** Signs that turn into those of another address when they are composed or lower-cased. */
const POSING = /[\u0130\u1fef\u212a]/;

interface Row {
  readonly id: string;
  readonly email: string;
  readonly username: string | null;
}

/**
 * Addresses and usernames are looked up without white space and invisible signs around them, composed, and with a domain of `xn--` labels in
 * letters. Those that were stored otherwise, by a release from before or by an instance of one beside those of this, are written so too,
 * unless somebody has that one already.
 */
export class WriteIdentifiersAsLookedUp1763880000000 implements MigrationInterface {
  readonly name = 'WriteIdentifiersAsLookedUp1763880000000';

  /** Ids of the accounts that somebody else stands in the way of. */
  left: string[] = [];

  async up(runner: QueryRunner): Promise<void> {
    this.left = [];
    let last = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      // Few that are written in ASCII alone need a look.
      const rows = (await runner.query(
        `SELECT id, email, username FROM users WHERE id > $1 AND (email ~ '[^!-~]' OR email ~* '[@.]xn--' OR username ~ '[^!-~]') ORDER BY id LIMIT ${BATCH}`,
        [last],
      )) as Row[];
      for (const row of rows) await this.rewrite(runner, row);
      if (rows.length < BATCH) return;
      last = rows[rows.length - 1]!.id;
    }
  }

  async down(): Promise<void> {
    // How they were written is not known any more, and both ways lead to the same mailbox and person.
  }

  private async rewrite(runner: QueryRunner, { id, email, username }: Row): Promise<void> {
    const isMailed = await write(runner, 'email', id, email, addressOf(email));
    // One with an @ is looked up among the addresses.
    const isNamed = username === null || username.includes('@') || (await write(runner, 'username', id, username, withoutMargins(username).normalize('NFC')));
    if (!isMailed || !isNamed) this.left.push(id);
  }
}

/** Whether it is written so then. */
async function write(runner: QueryRunner, column: 'email' | 'username', id: string, from: string, to: string): Promise<boolean> {
  if (to === from) return true;
  if (to === '') return false;
  const [, written] = (await runner.query(
    `UPDATE users SET ${column} = $2 WHERE id = $1 AND ${column} = $3 AND NOT EXISTS (SELECT FROM users WHERE lower(${column}) = lower($2) AND id <> $1)`,
    [id, to, from],
  )) as [unknown, number];
  return written === 1;
}

function addressOf(text: string): string {
  const bare = withoutMargins(text);
  if (POSING.test(bare)) return bare;
  const address = bare.normalize('NFC');
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  return /(^|\.)xn--/i.test(domain) ? address.slice(0, at) + (domainToUnicode(domain) || domain) : address;
}

function withoutMargins(text: string): string {
  const letters = [...text];
  let [start, end] = [0, letters.length];
  while (start < end && MARGIN.test(letters[start]!)) start += 1;
  while (end > start && MARGIN.test(letters[end - 1]!)) end -= 1;
  return letters.slice(start, end).join('');
}
