import { Clock } from '../../../src/clock/clock';
import { HashQueue } from '../../../src/credentials/hash-queue';
import { HASH_THREADS, HELD } from '../../../src/credentials/hash-threads';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('HashQueue', () => {
  it('never hands out more at once than the threads hold, and loses none', async () => {
    const queue = new HashQueue(new Clock());
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await later();
      running -= 1;
      return 'done';
    };
    const results = await Promise.all(Array.from({ length: 50 }, () => queue.run(work)));
    expect(results).toEqual(Array(50).fill('done'));
    expect(most).toBe(HASH_THREADS * HELD);
  });

  it('goes on after a hash that failed', async () => {
    const queue = new HashQueue(new Clock());
    await expect(queue.run(() => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
    await expect(queue.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('refuses at once what is beyond its length, and what waits too long', async () => {
    const queue = new HashQueue(new Clock());
    let finish: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => (finish = resolve));
    const outcomes: string[] = [];
    const calls = Array.from({ length: 400 }, () =>
      queue
        .run(() => blocked, 1_500)
        .then(
          () => outcomes.push('done'),
          (error: { code: string; retryAfter: number }) => outcomes.push(`${error.code} ${error.retryAfter}`),
        ),
    );
    await later();
    const refusedAtOnce = outcomes.length;
    expect(refusedAtOnce).toBeGreaterThan(100);
    expect(new Set(outcomes)).toEqual(new Set(['overloaded 2']));
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    expect(outcomes.length).toBeGreaterThan(refusedAtOnce + 100);
    // The first few are waited for: two dozen are no storm.
    expect(outcomes.length).toBeLessThan(400 - 20);
    finish();
    await Promise.all(calls);
    expect(outcomes).toHaveLength(400);
    expect(outcomes).toContain('done');
  });

  it('lets people in again after the whole process was paused in the midst of hashes', async () => {
    let now = 0;
    const queue = new HashQueue(Object.assign(new Clock(), { monotonic: () => now }));
    const paused = () => Promise.resolve().then(() => void (now += 75_000));
    for (let i = 0; i < 20; i++) await queue.run(paused);
    expect(queue.refusalInAdvance(800)).toBeNull();
    await expect(queue.prepared(() => queue.run(() => Promise.resolve('in'), 800), 800)).resolves.toBe('in');
    const few = await Promise.allSettled(Array.from({ length: 4 }, () => queue.prepared(() => queue.run(() => Promise.resolve('in')), 800)));
    expect(few.map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'));
  });

  it('refuses at once whoever would wait in vain, by the pace of the hashes before', async () => {
    const queue = new HashQueue(new Clock());
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 50));
    for (let i = 0; i < 30; i++) await queue.run(slow);
    const start = performance.now();
    const outcomes = await Promise.all(
      Array.from({ length: 80 }, () =>
        queue.run(slow, 300).then(
          () => 'done',
          () => performance.now() - start,
        ),
      ),
    );
    const refused = outcomes.filter((outcome) => outcome !== 'done') as number[];
    const atOnce = refused.filter((milliseconds) => milliseconds < 100);
    expect(atOnce.length).toBeGreaterThan(10);
    for (const milliseconds of refused) expect(milliseconds).toBeLessThan(1_000);
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThan(0);
  });
});
