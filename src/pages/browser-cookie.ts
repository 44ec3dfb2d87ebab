import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';

/**
 * The cookie that our pages know a browser by; no API looks at it. It has no life of its own: the browser drops it when it
 * is closed, and the session that it names may end before.
 *
 * Behind TLS its name has the `__Host-` prefix (RFC 6265bis, 4.1.3.2), so that no sibling host and no plain-text answer can
 * plant another. `SameSite=Lax` sends it along with links, such as one in a mail, and with no form of another site.
 */
@Injectable()
export class BrowserCookie {
  readonly name: string;
  private readonly secure: boolean;

  constructor(config: Config) {
    this.secure = config.http.publicUrl.startsWith('https:');
    this.name = this.secure ? '__Host-latchkey' : 'latchkey';
  }

  /** What the browser sent; null where it sent none. */
  read(request: FastifyRequest): string | null {
    const { cookie } = request.headers;
    return cookie === undefined ? null : (parseCookie(cookie)[this.name] ?? null);
  }

  give(reply: FastifyReply, token: string): void {
    this.set(reply, token);
  }

  takeBack(reply: FastifyReply): void {
    this.set(reply, '', 0);
  }

  private set(reply: FastifyReply, value: string, maxAge?: number): void {
    void reply.header('set-cookie', stringifySetCookie({ name: this.name, value, maxAge, path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' }));
  }
}
