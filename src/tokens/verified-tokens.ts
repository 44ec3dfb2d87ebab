import { Injectable } from '@nestjs/common';
import { boundedCache } from '../database/bounded-cache';

/** Tokens remembered; with its claims each takes one or two KiB. */
const MAX_TOKENS = 20_000;

/**
 * The claims of tokens whose signature was found good: a signature does not go bad while its key is kept, so it is verified once.
 * Whether the token is still in time and its session alive is asked at every request.
 */
@Injectable()
export class VerifiedTokens {
  private readonly claims = boundedCache<object>(MAX_TOKENS);

  /** Times that a token was asked for: known, or not. */
  hits = 0;
  misses = 0;

  get(raw: string): object | undefined {
    const known = this.claims.get(raw);
    if (known === undefined) this.misses += 1;
    else this.hits += 1;
    return known;
  }

  /** Tokens remembered. */
  get size(): number {
    return this.claims.size;
  }

  /** A key was deleted: what it has signed is to be refused from now on. */
  forgetAll(): void {
    this.claims.clear();
  }

  remember(raw: string, claims: object): void {
    this.claims.set(raw, claims);
  }
}
