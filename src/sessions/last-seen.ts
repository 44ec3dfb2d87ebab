import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Log } from '../log/log';
import type { KnownSession } from './session-cache';
import { SessionRepository } from './session.repository';

/** Milliseconds between two notes of one session's use, and between two writings of what was noted. */
const NOTE_PAUSE = 60_000;
/** A session in use must not look idle: one with a short idle limit is noted so many times within it. */
const NOTES_IN_IDLE_LIMIT = 4;
const WRITE_PAUSE = 5_000;

/** Sessions written in one statement. */
const BATCH = 500;

/** When sessions were last used: noted in memory, written in batches, at most once a minute for each. */
@Injectable()
export class LastSeen implements OnModuleInit, OnApplicationShutdown {
  private readonly noted = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), WRITE_PAUSE).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** Milliseconds since the epoch; a use that is noted and not yet written counts. */
  of(session: KnownSession): number {
    return Math.max(session.lastSeenAt.getTime(), this.noted.get(session.id) ?? 0);
  }

  /** Notes that a session is in use. */
  note(session: KnownSession, now: number): void {
    const pause = pauseOf(session);
    if (now - this.of(session) < pause) return;
    this.noted.set(session.id, now);
    // The session may be kept in memory: its next use must not be noted again before a minute has gone by.
    session.lastSeenAt = new Date(now);
    // Its next refresh, here or on another instance, goes by what is written.
    if (pause < NOTE_PAUSE) void this.write();
  }

  /** Writes what was noted so far, but for sessions that somebody is changing now: those are noted again, for the next writing. */
  async write(): Promise<void> {
    const noted = [...this.noted];
    this.noted.clear();
    for (let from = 0; from < noted.length; from += BATCH) await this.writeBatch(noted.slice(from, from + BATCH));
  }

  private async writeBatch(batch: readonly (readonly [id: string, at: number])[]): Promise<void> {
    try {
      const held = new Set(await this.sessions.markSeen(batch.map(([id, at]) => ({ id, at: new Date(at) }))));
      for (const [id, at] of batch) if (held.has(id)) this.noted.set(id, Math.max(at, this.noted.get(id) ?? 0));
    } catch (error) {
      // A note that is lost only makes a session look older by a while; the next use is noted again.
      this.log.failure('last_seen_not_written', error, { sessions: batch.length });
    }
  }
}

function pauseOf({ idleSeconds }: KnownSession): number {
  return idleSeconds === null ? NOTE_PAUSE : Math.min(NOTE_PAUSE, (idleSeconds * 1000) / NOTES_IN_IDLE_LIMIT);
}
