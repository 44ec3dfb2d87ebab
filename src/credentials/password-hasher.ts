import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Options } from '@node-rs/argon2';
import { inTime } from '../clock/in-time';
import { HashCost } from './hash-cost';
import { HashQueue } from './hash-queue';
import { HashThreads } from './hash-threads';
import { isVerifiable, phcBase64 } from './stored-hash';

/** The lengths of a salt and of a hash, in bytes. */
const SALT = 16;
const HASH = 32;
/**
 * Milliseconds that a hash waits, in its turn, for what is looked at first. That comes as late as possible, since it is to know what those
 * before have stored; but a database that has fallen silent must not hold the turns of everybody else, who need it no longer.
 */
const FIRST = 1_000;

/** Hashes and verifies passwords with Argon2id, in the one bounded queue. */
@Injectable()
export class PasswordHasher {
  private readonly decoy: string;

  constructor(
    private readonly queue: HashQueue,
    private readonly threads: HashThreads,
    private readonly cost: HashCost,
  ) {
    this.decoy = decoyOf(cost.argon2);
  }

  /**
   * A PHC string.
   * @param first what is looked at when the turn has come: by throwing within a second it spares the work
   * @throws DomainError overloaded, and what `first` throws
   */
  hash(password: string, first?: () => Promise<void>): Promise<string> {
    return this.queue.run(async () => {
      if (first !== undefined) await inTime(first(), FIRST, undefined);
      return this.threads.hash(prepared(password), this.cost.argon2);
    });
  }

  /**
   * Reads what a password is to be compared with, unless there would be no turn for the comparison.
   * @throws DomainError overloaded, and what `read` throws
   */
  before<T>(read: () => Promise<T>, patience?: number): Promise<T> {
    return this.queue.prepared(read, patience);
  }

  /**
   * Whether the password is the hashed one. Without a hash a decoy is verified, so that an unknown account takes as
   * long as a known one; so it is with a hash that we cannot or will not try, which is nobody's password here.
   * @param patience milliseconds to wait for its turn
   * @throws DomainError overloaded
   */
  async verify(stored: string | null, password: string, patience?: number): Promise<boolean> {
    const known = stored !== null && isVerifiable(stored);
    const matches = await this.queue.run(() => this.threads.verify(known ? stored : this.decoy, prepared(password)), patience);
    return matches && known;
  }
}

/** A PHC string that takes as long to verify as any other, and is no password's: its hash is random. Nothing need be hashed for it. */
function decoyOf({ memoryCost, timeCost, parallelism }: Options): string {
  const [salt, hash] = [SALT, HASH].map((bytes) => phcBase64(randomBytes(bytes)));
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${hash}`;
}

// One password typed on two keyboards may come in two Unicode forms (NIST SP 800-63B-4, 3.1.1.2).
function prepared(password: string): string {
  return password.normalize('NFC');
}
