import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Sealer } from '../tokens/sealer';
import type { Session } from './session.entity';

/** The key that a native session has of its own: 256 random bits, sealed in its row, under which its opaque tokens are made. */
@Injectable()
export class SessionKeys {
  constructor(private readonly sealer: Sealer) {}

  /** A new key, sealed, to be stored with its session. */
  newKey(sessionId: string): Buffer {
    return this.sealer.seal(randomBytes(32), contextOf(sessionId));
  }

  /** HMAC-SHA-256 of a text under the session's key, in base64url: 43 characters. */
  mac({ id, refreshKey }: Session, text: string): string {
    const key = this.sealer.open(refreshKey!, contextOf(id));
    return createHmac('sha256', key).update(text).digest('base64url');
  }

  /** Whether `mac` (43 characters) is that of the text, found out in constant time. False for a session without a key. */
  matches(session: Session, text: string, mac: string): boolean {
    return session.refreshKey !== null && timingSafeEqual(Buffer.from(mac), Buffer.from(this.mac(session, text)));
  }
}

function contextOf(sessionId: string): string {
  return `refresh-key:${sessionId}`;
}
