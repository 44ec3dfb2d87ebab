import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { ATTEMPT_POLICIES, type AttemptOutcome, SUBJECTS } from './attempt-policy';
import type { Admission, AttemptKeys, AttemptStore } from './attempt-store';
import { ADMIT, SETTLE } from './redis-scripts';

/** Milliseconds an attempt holds its places if nobody says how it ended; longer than any request lives. */
const HELD = 15_000;

const BUDGETS = SUBJECTS.map((subject) => ATTEMPT_POLICIES[subject].budget);
const POLICIES = JSON.stringify(SUBJECTS.map((subject) => ATTEMPT_POLICIES[subject]));

interface Scripts {
  admitAttempt(...args: (string | number)[]): Promise<[kind: Admission['kind'], subject: number, milliseconds: number]>;
  settleAttempt(...args: (string | number)[]): Promise<string>;
}

/** Counts that all instances share. */
export class RedisAttempts implements AttemptStore {
  private readonly redis: Redis & Scripts;

  constructor(redis: Redis) {
    redis.defineCommand('admitAttempt', { lua: ADMIT, numberOfKeys: 2 * SUBJECTS.length });
    redis.defineCommand('settleAttempt', { lua: SETTLE, numberOfKeys: 2 * SUBJECTS.length });
    this.redis = redis as Redis & Scripts;
  }

  /** @throws Error where Redis does not answer */
  async admit(keys: AttemptKeys, now: number): Promise<Admission> {
    const id = randomBytes(9).toString('base64url');
    const names = SUBJECTS.flatMap((subject) => [nameOf(keys[subject]), `${nameOf(keys[subject])}:held`]);
    const [kind, subject, milliseconds] = await this.redis.admitAttempt(...names, now, id, HELD, ...BUDGETS);
    if (kind === 'locked') return { kind, subject: SUBJECTS[subject - 1]!, milliseconds };
    if (kind === 'busy') return { kind, subject: SUBJECTS[subject - 1]! };
    const settle = async (outcome: AttemptOutcome, at: number) => void (await this.redis.settleAttempt(...names, at, id, outcome, POLICIES));
    return { kind: 'admitted', settle };
  }

  /** @throws Error where Redis does not answer */
  async forgive({ identifier, pair }: Pick<AttemptKeys, 'identifier' | 'pair'>): Promise<void> {
    await this.redis.del(nameOf(identifier), nameOf(pair));
  }
}

const nameOf = (key: string) => `latchkey:attempts:${key}`;
