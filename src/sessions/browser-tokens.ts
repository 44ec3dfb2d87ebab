import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import type { Session } from './session.entity';
import { SessionKeys } from './session-keys';
import { SessionRepository } from './session.repository';

/** `sid.mac`: the session's id, HMAC-SHA-256 over it and its purpose under the session's own key. */
const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/**
 * What a browser's cookie holds of its session on our pages. It names the session and proves it, and is nothing else: no
 * access or refresh token, so no API takes it, and nothing in it outlives the session.
 */
@Injectable()
export class BrowserTokens {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly keys: SessionKeys,
    private readonly clock: Clock,
  ) {}

  /** The token of a native session: the same bytes every time. */
  of(session: Session): string {
    return `${session.id}.${this.keys.mac(session, textOf(session.id))}`;
  }

  /** The living session whose token this is; null for any other text. */
  async find(token: string): Promise<Session | null> {
    const [, sessionId, mac] = FORM.exec(token) ?? [];
    if (sessionId === undefined || mac === undefined) return null;
    const session = await this.sessions.find(sessionId, this.clock.now());
    return session !== null && this.keys.matches(session, textOf(sessionId), mac) ? session : null;
  }
}

// No refresh token's text begins like this, so that neither can be made from the other.
function textOf(sessionId: string): string {
  return `browser:${sessionId}`;
}
