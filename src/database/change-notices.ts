import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Client } from 'pg';
import { Clock } from '../clock/clock';
import { Log } from '../log/log';

/** The channel that the triggers of the schema announce changes on. */
const CHANNEL = 'latchkey_changes';
/** Milliseconds between two heartbeats, and without one after which this instance is deaf. */
const BEAT = 500;
const DEAF_AFTER = 2_000;
/** Milliseconds before the next try to connect. */
const RECONNECT_PAUSE = 250;
const CONNECT_TIMEOUT = 2_000;

/** What other parts of the program keep in memory, and must forget. */
export interface NoticeListener {
  /** A session or an account has changed, here or on another instance. */
  changed(kind: 'session' | 'user', id: string): void;
  /** Notices may have been missed: everything kept is doubtful. */
  missed(): void;
}

/** Where the connection that hears notices goes to: past a transaction pooler, which has no LISTEN. */
export class NoticeSource {
  constructor(readonly url: string) {}
}

/**
 * Hears what other instances change (PostgreSQL's LISTEN), on a connection of its own. An instance that has not heard its
 * own heartbeat for two seconds is deaf: the connection may be gone without anybody having said so.
 */
@Injectable()
export class ChangeNotices implements OnModuleInit, OnApplicationShutdown {
  private readonly self = randomUUID();
  private readonly listeners: NoticeListener[] = [];
  private client: Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private lastHeard = -Infinity;
  /** Whether a heartbeat is on its way. */
  private beating = false;
  private stopped = false;

  constructor(
    private readonly source: NoticeSource,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Whether what is kept in memory may be relied on. Monotonic time: a clock that is set does not make it deaf. */
  get hearing(): boolean {
    return this.clock.monotonic() - this.lastHeard < DEAF_AFTER;
  }

  subscribe(listener: NoticeListener): void {
    this.listeners.push(listener);
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
    this.beating = false;
    const client = new Client({ connectionString: this.source.url, connectionTimeoutMillis: CONNECT_TIMEOUT, application_name: 'latchkey notices', keepAlive: true });
    this.client = client;
    client.on('notification', ({ payload = '' }) => this.hear(client, payload));
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.beat(client);
    } catch {
      this.reconnect(client);
    }
  }

  // The heartbeat goes out on the connection that must hear it; one that is silent is given up.
  private beat(client: Client): void {
    if (client !== this.client || this.stopped) return;
    const silence = this.clock.monotonic() - this.lastHeard;
    if (Number.isFinite(this.lastHeard) && silence > DEAF_AFTER) return this.reconnect(client);
    this.timer = setTimeout(() => this.beat(client), BEAT).unref();
    if (this.beating) return;
    this.beating = true;
    client
      .query('SELECT pg_notify($1, $2)', [CHANNEL, `beat:${this.self}`])
      .catch(() => this.reconnect(client))
      .finally(() => client === this.client && (this.beating = false));
  }

  private hear(client: Client, payload: string): void {
    if (client !== this.client) return;
    const [kind, id = ''] = payload.split(':', 2);
    if (kind === 'beat') {
      if (id === this.self) this.heard();
    } else if (kind === 'session' || kind === 'user') {
      for (const listener of this.listeners) listener.changed(kind, id);
    }
  }

  private heard(): void {
    const wasDeaf = !this.hearing;
    if (wasDeaf) {
      for (const listener of this.listeners) listener.missed();
      this.log.event('notices_heard');
    }
    this.lastHeard = this.clock.monotonic();
  }

  private reconnect(client: Client): void {
    if (client !== this.client || this.stopped) return;
    this.log.event('notices_lost');
    clearTimeout(this.timer);
    // From here until the new connection's first heartbeat nothing is relied on.
    this.lastHeard = -Infinity;
    void this.hangUp();
    this.timer = setTimeout(() => void this.connect(), RECONNECT_PAUSE).unref();
  }

  private async hangUp(): Promise<void> {
    const client = this.client;
    this.client = null;
    if (client === null) return;
    client.removeAllListeners('notification');
    // A silent peer would never answer a polite goodbye.
    const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
    await Promise.race([client.end().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, RECONNECT_PAUSE).unref())]);
    stream.destroy();
  }
}
