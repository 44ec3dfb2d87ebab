import { randomUUID } from 'node:crypto';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Clock } from '../clock/clock';
import type { Log } from '../log/log';

/** Milliseconds between two heartbeats, and without one after which this instance is deaf. */
const BEAT = 500;
const DEAF_AFTER = 2_000;
/** Milliseconds before the next try to connect. */
const RECONNECT_PAUSE = 250;

const CHANGE_KINDS = ['session', 'user', 'key'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What other parts of the program keep in memory, and must forget. */
export interface NoticeListener {
  /** A session, an account or a signing key has changed, here or on another instance. */
  changed(kind: ChangeKind, id: string): void;
  /** Notices may have been missed: everything kept is doubtful. */
  missed(): void;
}

/** A connection to what carries notices between instances. */
export interface NoticeLine {
  /**
   * Sends a heartbeat to everybody who hears, so to this instance too. It follows every change committed before.
   * @returns the database's time in milliseconds since the epoch
   */
  beat(message: string): Promise<number>;
  /** Tells of a change of this instance that is committed, where the database itself does not. */
  announce(message: string): void;
  close(): Promise<void>;
}

/** What a line tells. */
export interface LineEvents {
  heard(message: string): void;
  /** More changes than can be told one by one. */
  missed(): void;
  lost(error?: unknown): void;
}

/**
 * Hears what other instances change. An instance that has not heard its own heartbeat for two seconds is deaf: its line
 * may be gone without anybody having said so.
 */
export abstract class ChangeNotices implements OnModuleInit, OnApplicationShutdown {
  private readonly listeners: NoticeListener[] = [];
  private line: NoticeLine | null = null;
  /** Names the line of the moment, also while it is being opened. */
  private lineId: string | null = null;
  private timer: NodeJS.Timeout | undefined;
  /** When the latest heartbeat that was heard had been sent. */
  private lastHeard = -Infinity;
  /** Whether a heartbeat is on its way. */
  private beating = false;
  private lossIsLogged = false;
  private stopped = false;
  /** How often this instance went deaf. */
  losses = 0;
  /** Milliseconds that the latest heartbeat that was heard had been under way. */
  lag = 0;

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** @throws what kept the line from being opened; nothing of it is left behind then */
  protected abstract open(events: LineEvents): Promise<NoticeLine>;

  /** Whether what is kept in memory may be relied on. Monotonic time: a clock that is set does not make it deaf. */
  get hearing(): boolean {
    return this.clock.monotonic() - this.lastHeard < DEAF_AFTER;
  }

  subscribe(listener: NoticeListener): void {
    this.listeners.push(listener);
  }

  /** Tells the other instances of a change that was committed here. One that gets lost they find in the database. */
  announce(kind: ChangeKind, id: string): void {
    this.line?.announce(`${kind}:${id}`);
  }

  async onModuleInit(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.hangUp();
  }

  private async connect(): Promise<void> {
    const id = randomUUID();
    this.lineId = id;
    this.beating = false;
    const current = (act: () => void) => (id === this.lineId ? act() : undefined);
    try {
      const line = await this.open({
        heard: (message) => current(() => this.hear(message)),
        missed: () => current(() => this.forgetAll()),
        lost: (error) => this.reconnect(id, error),
      });
      if (id !== this.lineId) return await line.close();
      this.line = line;
      this.beat(id, line);
    } catch (error) {
      this.reconnect(id, error);
    }
  }

  // The heartbeat goes the way that notices go; a line that is silent is given up.
  private beat(id: string, line: NoticeLine): void {
    if (id !== this.lineId) return;
    const now = this.clock.monotonic();
    if (Number.isFinite(this.lastHeard) && now - this.lastHeard > DEAF_AFTER) return this.reconnect(id);
    this.timer = setTimeout(() => this.beat(id, line), BEAT).unref();
    if (this.beating) return;
    this.beating = true;
    line
      .beat(`beat:${id}:${now}`)
      .then((theirs) => this.followClock(theirs, now))
      .catch((error: unknown) => this.reconnect(id, error))
      .finally(() => id === this.lineId && (this.beating = false));
  }

  // The database is the one clock that all instances share.
  private followClock(theirs: number, askedAt: number): void {
    const milliseconds = this.clock.follow(theirs, askedAt);
    if (milliseconds !== 0) this.log.event('clock_set', { milliseconds: Math.round(milliseconds) });
  }

  private hear(message: string): void {
    const [kind = '', id = '', sentAt] = message.split(':', 3);
    if (kind === 'beat') {
      if (id === this.lineId) this.heard(Number(sentAt));
    } else if (isChangeKind(kind)) {
      for (const listener of this.listeners) listener.changed(kind, id);
    }
  }

  // By the time it was sent: one that was long under way says nothing about now.
  private heard(sentAt: number): void {
    if (this.clock.monotonic() - sentAt >= DEAF_AFTER) return;
    if (!this.hearing) {
      this.forgetAll();
      this.lossIsLogged = false;
      this.log.event('notices_heard');
    }
    this.lastHeard = sentAt;
    this.lag = this.clock.monotonic() - sentAt;
  }

  private forgetAll(): void {
    for (const listener of this.listeners) listener.missed();
  }

  private reconnect(id: string, error?: unknown): void {
    if (id !== this.lineId || this.stopped) return;
    // Said once, not at every try.
    if (!this.lossIsLogged) this.losses += 1;
    if (!this.lossIsLogged) this.log.event('notices_lost', error instanceof Error ? { reason: error.message } : {});
    this.lossIsLogged = true;
    clearTimeout(this.timer);
    // From here until the new line's first heartbeat nothing is relied on.
    this.lastHeard = -Infinity;
    void this.hangUp();
    this.timer = setTimeout(() => void this.connect(), RECONNECT_PAUSE).unref();
  }

  private async hangUp(): Promise<void> {
    const line = this.line;
    this.line = null;
    this.lineId = null;
    await line?.close();
  }
}

function isChangeKind(text: string): text is ChangeKind {
  return (CHANGE_KINDS as readonly string[]).includes(text);
}
