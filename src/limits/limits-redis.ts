import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Config } from '../config/config';

/** Milliseconds: to connect, for an answer at the very most, and between two tries to connect again. */
const CONNECT_TIMEOUT = 1_000;
const COMMAND_TIMEOUT = 1_000;
const RECONNECT_MAX = 1_000;

/**
 * Begins to connect, and goes on trying; a command fails at once while there is no connection, and after a second
 * without an answer, also where this process was the one that paused. What is asked at every sign-in waits by redis-answer.ts, and goes on without an answer.
 */
export async function connectForLimits(url: string): Promise<Redis> {
  // Loaded only where it is used, for the sake of the start.
  const ioredis = await import('ioredis');
  const redis = new ioredis.Redis(url, {
    connectTimeout: CONNECT_TIMEOUT,
    commandTimeout: COMMAND_TIMEOUT,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    retryStrategy: (times) => Math.min(RECONNECT_MAX, times * 100),
    // After a failover the name leads to another machine, and this connection to one that takes no writes any more. A script
    // tells of it inside its own words.
    reconnectOnError: ({ message }) => message.includes('READONLY'),
    keepAlive: 10_000,
  });
  return redis.on('error', () => undefined); // each command tells of its own failure
}

/** The connection that counts go by, where `REDIS_URL` is set and limits are on. */
@Injectable()
export class LimitsRedis implements OnApplicationBootstrap, OnApplicationShutdown {
  private connection: Redis | null = null;

  constructor(private readonly config: Config) {}

  get client(): Redis | null {
    return this.connection;
  }

  /** Whether there is a Redis to count in, be it away at the moment. */
  get isUsed(): boolean {
    return this.connection !== null;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { redisUrl, throttle } = this.config;
    if (redisUrl !== null && throttle) this.connection = await connectForLimits(redisUrl);
  }

  onApplicationShutdown(): void {
    this.connection?.disconnect();
  }
}
