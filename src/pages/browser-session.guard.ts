import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error';
import type { Authentication } from '../http/authentication';
import { BrowserTokens } from '../sessions/browser-tokens';
import { SessionLookup } from '../sessions/session-lookup';
import { BrowserCookie } from './browser-cookie';

/** Finds out whose browser it is, for `@MaybeSession()`. Lets everybody in; a cookie that is good for nothing is taken back. */
@Injectable()
export class BrowserSessionGuard implements CanActivate {
  constructor(
    private readonly cookie: BrowserCookie,
    private readonly tokens: BrowserTokens,
    private readonly sessions: SessionLookup,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const token = this.cookie.read(request);
    if (token === null) return true;
    const found = await this.find(token);
    if (found === null) this.cookie.takeBack(http.getResponse<FastifyReply>());
    else request.authentication = found;
    return true;
  }

  private async find(token: string): Promise<Authentication | null> {
    const session = await this.tokens.find(token);
    if (session === null) return null;
    const { userId, id: sessionId, client } = session;
    try {
      return { userId, sessionId, client, tokenId: '', scopes: await this.sessions.open({ userId, sessionId, tokenId: '' }) };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unauthenticated') return null;
      throw error;
    }
  }
}
