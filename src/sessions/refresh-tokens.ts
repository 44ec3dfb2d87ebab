import { Injectable } from '@nestjs/common';
import type { Session } from './session.entity';
import { SessionKeys } from './session-keys';

/** `sid.n.mac`: the session's id, the number of the token, HMAC-SHA-256 over both under the session's own key. */
const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(0|[1-9]\d{0,8})\.([A-Za-z0-9_-]{43})$/;

export interface ParsedRefreshToken {
  readonly sessionId: string;
  readonly counter: number;
  readonly mac: string;
}

/** Refresh tokens without rows: a session keeps one key and one number, and any of its tokens can be made again. */
@Injectable()
export class RefreshTokens {
  constructor(private readonly keys: SessionKeys) {}

  /** The current refresh token of a session: the same bytes every time. */
  of(session: Session): string {
    const text = textOf(session.id, session.refreshCounter);
    return `${text}.${this.keys.mac(session, text)}`;
  }

  /** The parts of a token; null for what was never one of ours. */
  parse(token: string): ParsedRefreshToken | null {
    const [, sessionId, counter, mac] = FORM.exec(token) ?? [];
    return sessionId === undefined || mac === undefined ? null : { sessionId, counter: Number(counter), mac };
  }

  /** Whether a token was made for this session. */
  verify(session: Session, { counter, mac }: ParsedRefreshToken): boolean {
    return this.keys.matches(session, textOf(session.id, counter), mac);
  }
}

function textOf(sessionId: string, counter: number): string {
  return `${sessionId}.${counter}`;
}
