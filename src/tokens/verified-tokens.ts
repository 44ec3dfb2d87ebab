import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Tokens remembered; with its claims each takes one or two KiB. */
const MAX_TOKENS = 20_000;

/**
 * The claims of tokens whose signature was found good: a signature does not go bad, so it is verified once. Whether the
 * token is still in time and its session alive is asked at every request.
 */
@Injectable()
export class VerifiedTokens {
  private readonly claims = new LRUCache<string, object>({ max: MAX_TOKENS });

  get(raw: string): object | undefined {
    return this.claims.get(raw);
  }

  remember(raw: string, claims: object): void {
    this.claims.set(raw, claims);
  }
}
