import { domainToUnicode } from 'node:url';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An address whose domain is one of `xn--` labels is written in the letters they stand for, unless somebody has that one already. */
export class WriteDomainsInLetters1763850000000 implements MigrationInterface {
  readonly name = 'WriteDomainsInLetters1763850000000';

  async up(runner: QueryRunner): Promise<void> {
    const users = (await runner.query(`SELECT id, email FROM users WHERE email ~* '[@.]xn--' ORDER BY id`)) as { id: string; email: string }[];
    for (const { id, email } of users) {
      const at = email.lastIndexOf('@') + 1;
      const domain = domainToUnicode(email.slice(at));
      if (domain === '') continue;
      await runner.query('UPDATE users SET email = $2 WHERE id = $1 AND NOT EXISTS (SELECT FROM users WHERE lower(email) = lower($2))', [
        id,
        email.slice(0, at) + domain,
      ]);
    }
  }

  async down(): Promise<void> {
    // How they were written is not known any more, and both ways lead to the same mailbox.
  }
}
