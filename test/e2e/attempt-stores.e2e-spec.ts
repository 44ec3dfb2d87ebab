import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { AttemptOutcome } from '../../src/limits/attempt-policy';
import type { Admission, AttemptKeys, AttemptStore } from '../../src/limits/attempt-store';
import { connectForLimits } from '../../src/limits/limits-redis';
import { MemoryAttempts } from '../../src/limits/memory-attempts';
import { RedisAttempts } from '../../src/limits/redis-attempts';
import { currentRun } from '../support/run';
import { within } from '../support/within';

/** What memory and Redis must both do, since each has the rules in a language of its own. */

const { redisUrl } = currentRun();
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

async function connected(url: string): Promise<Redis> {
  const redis = await connectForLimits(url);
  await within(5_000, () => redis.ping());
  return redis;
}

interface Opened {
  readonly store: AttemptStore;
  close(): void;
}

const stores: [name: string, open: () => Promise<Opened>][] = [['memory', () => Promise.resolve({ store: new MemoryAttempts(), close: () => undefined })]];
if (redisUrl !== null) {
  const open = async () => {
    const redis = await connected(redisUrl);
    return { store: new RedisAttempts(redis), close: () => redis.disconnect() };
  };
  stores.push(['Redis', open]);
}

describe.each(stores)('attempts counted in %s', (_, open) => {
  let opened: Opened;
  let store: AttemptStore;
  let now: number;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  beforeEach(() => (now = Date.now()));
  afterAll(() => opened?.close());

  /** A name tried from a network, never tried before. */
  const subject = (identifier: string = randomUUID(), network: string = randomUUID()): AttemptKeys => ({
    identifier,
    pair: `${identifier}:${network}`,
    network,
  });
  const short = (admission: Admission) => {
    if (admission.kind === 'busy') return `busy ${admission.subject}`;
    return admission.kind === 'locked' ? `${admission.subject} ${admission.milliseconds / SECOND}` : admission.kind;
  };

  async function attempt(keys: AttemptKeys, outcome: AttemptOutcome): Promise<string> {
    const admission = await store.admit(keys, now);
    if (admission.kind === 'admitted') await admission.settle(outcome, now);
    return short(admission);
  }

  const fail = async (keys: AttemptKeys, times: number) => {
    for (let i = 0; i < times; i++) expect(await attempt(keys, 'failure')).toBe('admitted');
  };

  it('ten failures lock a name; each further one doubles the pause, up to fifteen minutes', async () => {
    const identifier = randomUUID();
    const elsewhere = () => subject(identifier);
    for (let i = 0; i < 10; i++) await fail(elsewhere(), 1);
    for (const seconds of [30, 60, 120, 240, 480, 900, 900, 900]) {
      expect(short(await store.admit(elsewhere(), now))).toBe(`identifier ${seconds}`);
      now += seconds * SECOND - 1;
      expect(short(await store.admit(elsewhere(), now))).toBe('identifier 0.001');
      now += 1;
      await fail(elsewhere(), 1);
    }
  });

  it('the network that guesses waits longer than others', async () => {
    const keys = subject();
    const other = { ...subject(keys.identifier) };
    await fail(keys, 10);
    expect(short(await store.admit(other, now))).toBe('identifier 30');
    now += 30 * SECOND;
    expect(await attempt(keys, 'failure')).toBe('pair 30');
    expect(await attempt(other, 'neutral')).toBe('admitted');
    now += 30 * SECOND;
    await fail(keys, 1);
    now += MINUTE;
    expect(await attempt(keys, 'failure')).toBe('pair 180');
    now += 3 * MINUTE;
    await fail(keys, 1);
    now += 10 * MINUTE;
    expect(await attempt(keys, 'failure')).toBe('pair 300');
  });

  it('the right password clears the name, and not the network', async () => {
    const keys = subject();
    await fail(keys, 9);
    expect(await attempt(keys, 'success')).toBe('admitted');
    await fail(keys, 9);
    for (let i = 0; i < 28; i++) await fail(subject(undefined, keys.network), 10);
    await fail(subject(undefined, keys.network), 2);
    expect(await attempt(subject(undefined, keys.network), 'failure')).toBe('network 60');
  });

  it('three hundred failures of a network in a minute lock it until the minute is over', async () => {
    const network = randomUUID();
    for (let i = 0; i < 290; i++) await fail(subject(undefined, network), 1);
    now += 40 * SECOND;
    for (let i = 0; i < 10; i++) await fail(subject(undefined, network), 1);
    expect(await attempt(subject(undefined, network), 'failure')).toBe('network 20');
    expect(await attempt(subject(), 'failure')).toBe('admitted');
    now += 20 * SECOND;
    await fail(subject(undefined, network), 1);
  });

  it('of a hundred at once, as many are let in as failures are left; who ends otherwise gives the place back', async () => {
    const keys = subject();
    await fail(keys, 3);
    const admissions = await Promise.all(Array.from({ length: 100 }, () => store.admit(keys, now)));
    const admitted = admissions.filter((admission) => admission.kind === 'admitted');
    expect([admitted.length, admissions.filter(({ kind }) => kind === 'busy').length]).toEqual([7, 93]);
    await admitted[0]!.settle('neutral', now);
    await admitted[1]!.settle('failure', now);
    const next = await Promise.all(Array.from({ length: 10 }, () => store.admit(keys, now)));
    expect(next.map(({ kind }) => kind).sort()).toEqual(['admitted', ...Array<string>(9).fill('busy')]);
    for (const one of admitted.slice(2)) await one.settle('failure', now);
    expect(await attempt(keys, 'failure')).toBe('busy identifier');
    for (const one of next) if (one.kind === 'admitted') await one.settle('failure', now);
    expect(await attempt(keys, 'failure')).toBe('pair 60');
  });

  it('tells which budget those under way may spend', async () => {
    const network = randomUUID();
    const name = randomUUID();
    for (let i = 0; i < 28; i++) await fail(subject(undefined, network), 10);
    const underWay = await Promise.all(Array.from({ length: 20 }, () => store.admit(subject(undefined, network), now)));
    expect(await attempt(subject(undefined, network), 'failure')).toBe('busy network');
    underWay.push(...(await Promise.all(Array.from({ length: 10 }, () => store.admit(subject(name), now)))));
    expect(await attempt(subject(name), 'failure')).toBe('busy identifier');
    expect(await attempt(subject(name, network), 'failure')).toBe('busy identifier');
    for (const one of underWay) if (one.kind === 'admitted') await one.settle('neutral', now);
  });

  it('failures are forgotten after a quiet hour, a lock after a quiet day', async () => {
    const keys = subject();
    await fail(keys, 9);
    now += HOUR;
    await fail(keys, 10);
    now += 23 * HOUR;
    await fail(keys, 1);
    expect(await attempt(keys, 'failure')).toBe('pair 240');
    now += 25 * HOUR;
    await fail(keys, 10);
  });

  it('forgives a name where asked to, and keeps the places of what is under way', async () => {
    const keys = subject();
    const underWay = await Promise.all(Array.from({ length: 4 }, () => store.admit(keys, now)));
    await fail(keys, 6);
    await store.forgive(keys);
    await fail(keys, 6);
    expect(await attempt(keys, 'failure')).toBe('busy identifier');
    for (const one of underWay) if (one.kind === 'admitted') await one.settle('success', now);
    await fail(keys, 10);
  });
});

if (redisUrl !== null) {
  test('what Redis keeps ends by itself, and a place whose holder died is free again', async () => {
    const redis = await connected(redisUrl);
    const store = new RedisAttempts(redis);
    try {
      const identifier = randomUUID();
      const keys = { identifier, pair: `${identifier}:pair`, network: `${identifier}:network` };
      const now = Date.now();
      const held = await Promise.all(Array.from({ length: 10 }, () => store.admit(keys, now)));
      await (held[0] as Extract<Admission, { kind: 'admitted' }>).settle('failure', now);
      const names = await redis.keys(`latchkey:attempts:${identifier}*`);
      expect(names).toHaveLength(6);
      for (const name of names) expect(await redis.pttl(name)).toBeGreaterThan(0);
      expect((await store.admit(keys, now)).kind).toBe('busy');
      expect((await store.admit(keys, now + 15 * SECOND)).kind).toBe('admitted');
    } finally {
      redis.disconnect();
    }
  });
}
