import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Sealer } from '../tokens/sealer';
import type { Session } from './session.entity';

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
  constructor(private readonly sealer: Sealer) {}

  /** A session's key, sealed, to be stored with it. */
  newKey(sessionId: string): Buffer {
    return this.sealer.seal(randomBytes(32), contextOf(sessionId));
  }

  /** The current refresh token of a session: the same bytes every time. */
  of(session: Session): string {
    return `${session.id}.${session.refreshCounter}.${this.mac(session, session.refreshCounter)}`;
  }

  /** The parts of a token; null for what was never one of ours. */
  parse(token: string): ParsedRefreshToken | null {
    const [, sessionId, counter, mac] = FORM.exec(token) ?? [];
    return sessionId === undefined || mac === undefined ? null : { sessionId, counter: Number(counter), mac };
  }

  /** Whether a token was made for this session. */
  verify(session: Session, { counter, mac }: ParsedRefreshToken): boolean {
    return session.refreshKey !== null && timingSafeEqual(Buffer.from(mac), Buffer.from(this.mac(session, counter)));
  }

  private mac(session: Session, counter: number): string {
    const key = this.sealer.open(session.refreshKey!, contextOf(session.id));
    return createHmac('sha256', key).update(`${session.id}.${counter}`).digest('base64url');
  }
}

function contextOf(sessionId: string): string {
  return `refresh-key:${sessionId}`;
}
