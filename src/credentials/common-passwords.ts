import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';

/** The ranked list of zxcvbn: some 50,000 passwords from public breaches, folded. */
const LIST = '@zxcvbn-ts/language-common/src/passwords.json';

/**
 * The passwords that are guessed first. They are read when the first new password comes: an instance that only answers
 * reads never holds them (they take 3 MiB).
 */
@Injectable()
export class CommonPasswords {
  /** One for all that run in this process. */
  private static loading: Promise<ReadonlySet<string>> | null = null;

  list(): Promise<ReadonlySet<string>> {
    CommonPasswords.loading ??= this.read();
    return CommonPasswords.loading;
  }

  private async read(): Promise<ReadonlySet<string>> {
    try {
      return new Set(JSON.parse(await readFile(require.resolve(LIST), 'utf8')) as string[]);
    } catch (error) {
      CommonPasswords.loading = null;
      throw error;
    }
  }
}
