import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { ApiName } from '../config/config';

/** Who asks, and how: what logs, audit events and letters tell of a request. */
export interface RequestFacts {
  /** Names the request in the log. */
  readonly id: string;
  readonly api: ApiName | 'pages';
  /** The caller's address; behind a proxy only what `TRUST_PROXY` lets count. Null where that is none. */
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** As sent: not yet negotiated. */
  readonly acceptLanguage: string | null;
  /** W3C Trace Context, where the caller sent a well-formed one. */
  readonly traceparent: string | null;
}

/**
 * The request that work is done for, without handing it through every call. Reads have none: once anything has run in an
 * asynchronous context, Node tells it of every promise of the program, so it is switched off whenever nobody is in it.
 */
@Injectable()
export class RequestContext {
  private readonly storage = new AsyncLocalStorage<RequestFacts>();
  private inside = 0;

  /** Null outside a request, in reads, and in what goes on after the request has been answered. */
  current(): RequestFacts | null {
    return this.storage.getStore() ?? null;
  }

  /** Runs work for a request until it settles. */
  async run<T>(facts: RequestFacts, work: () => Promise<T>): Promise<T> {
    this.inside += 1;
    try {
      return await this.storage.run(facts, work);
    } finally {
      this.leave();
    }
  }

  /**
   * Goes on with a request inside the context.
   * @returns to be called once, when the request is over
   */
  enter(facts: RequestFacts, goOn: () => void): () => void {
    this.inside += 1;
    this.storage.run(facts, goOn);
    return () => this.leave();
  }

  private leave(): void {
    this.inside -= 1;
    if (this.inside === 0) this.storage.disable();
  }
}
