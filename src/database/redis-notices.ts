import type { Redis } from 'ioredis';
import type { Clock } from '../clock/clock';
import type { Log } from '../log/log';
import { ChangeNotices, type LineEvents, type NoticeLine } from './change-notices';
import { ChangeRecord } from './change-record';

/** Milliseconds to connect in, for a command, and for a polite goodbye. */
const CONNECT_TIMEOUT = 2_000;
const COMMAND_TIMEOUT = 2_000;
const GOODBYE = 250;

/**
 * Notices by Redis: each instance publishes its changes once they are committed. What gets lost on the way, and what is
 * changed past every instance, the record in the database tells at the next heartbeat.
 */
export class RedisNotices extends ChangeNotices {
  constructor(
    private readonly redisUrl: string,
    private readonly databaseUrl: string,
    clock: Clock,
    log: Log,
  ) {
    super(clock, log);
  }

  protected override async open(events: LineEvents): Promise<NoticeLine> {
    const [publisher, subscriber] = await Promise.all([connection(this.redisUrl, events), connection(this.redisUrl, events)]);
    const record = ChangeRecord.open(this.databaseUrl, events.lost);
    try {
      await Promise.all([publisher.connect(), subscriber.connect(), record]);
      const line = new RedisLine(publisher, subscriber, await record, events);
      await subscriber.subscribe(line.channel);
      return line;
    } catch (error) {
      cut(publisher);
      cut(subscriber);
      await record.then((opened) => opened.close()).catch(() => undefined);
      throw error;
    }
  }
}

class RedisLine implements NoticeLine {
  readonly channel: string;

  constructor(
    private readonly publisher: Redis,
    private readonly subscriber: Redis,
    private readonly record: ChangeRecord,
    private readonly events: LineEvents,
  ) {
    this.channel = `latchkey:${record.installation}`;
    subscriber.on('message', (_channel, message) => events.heard(message));
  }

  // Only who has read the record up to now may say so: a heartbeat means that nothing was missed.
  async beat(message: string): Promise<number> {
    const { changes, tooMany, complete, time } = await this.record.read();
    if (tooMany) this.events.missed();
    for (const change of changes) this.events.heard(change);
    if (complete) await this.publisher.publish(this.channel, message);
    return time;
  }

  announce(message: string): void {
    // The others find it in the record.
    this.publisher.publish(this.channel, message).catch(() => undefined);
  }

  async close(): Promise<void> {
    cut(this.subscriber);
    const goodbye = new Promise((resolve) => setTimeout(resolve, GOODBYE).unref());
    // What was announced last is still on its way.
    await Promise.race([this.publisher.quit().catch(() => undefined), goodbye]);
    cut(this.publisher);
    await this.record.close();
  }
}

// A connection that breaks is not mended but replaced, with the whole line. What cannot be said at once is not kept for later.
async function connection(url: string, { lost }: LineEvents): Promise<Redis> {
  // Loaded only where it is used, for the sake of the start.
  const ioredis = await import('ioredis');
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT,
    commandTimeout: COMMAND_TIMEOUT,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    retryStrategy: () => null,
    keepAlive: 10_000,
  });
  return redis.on('error', lost).on('end', () => lost());
}

// One that has ended would keep the program from ending for a while.
function cut(redis: Redis): void {
  if (redis.status !== 'end') redis.disconnect();
}
