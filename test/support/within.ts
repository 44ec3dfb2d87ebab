import { setTimeout as delay } from 'node:timers/promises';

/** Repeats an assertion until it holds. Fails as it fails once the time (milliseconds) is over. */
export async function within(time: number, assertion: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + time;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (performance.now() >= end) throw error;
    }
    await delay(10);
  }
}
