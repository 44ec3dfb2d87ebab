import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config';
import { DomainError } from '../errors/domain-error';

/** What a browser says of a form that our own page posted, or that the person sent again by reloading. */
const FROM_US = new Set(['same-origin', 'none']);

/**
 * Refuses forms that another site had the browser post. What most forms may do hangs on their secret token alone; this keeps
 * other sites from trying tokens, and from asking for mails, through their visitors.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  /** Whether a browser that doesn't say which site its form came from may be taken at its word. */
  protected readonly takesHidden: boolean = true;

  constructor(private readonly config: Config) {}

  /** @throws DomainError foreign_form */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method === 'GET' || request.method === 'HEAD' || this.isOurs(request)) return true;
    throw new DomainError('foreign_form');
  }

  private isOurs({ headers, host }: FastifyRequest): boolean {
    const site = headers['sec-fetch-site'];
    if (site !== undefined && !FROM_US.has(String(site))) return false;
    const { origin } = headers;
    if (origin === undefined) return true;
    // Pages with a token in their address tell nobody where they are (no-referrer): browsers send `Origin: null` with their forms.
    if (origin === 'null') return this.takesHidden || site !== undefined;
    return URL.canParse(origin) && [new URL(this.config.http.publicUrl).host, host].includes(new URL(origin).host);
  }
}
