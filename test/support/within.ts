import { setTimeout as delay } from 'node:timers/promises';
import { isCluster } from './cluster-mode';

/** Three instances share one process and its processor: three times as long is the same patience. */
const INSTANCES = isCluster() ? 3 : 1;

/** Repeats an assertion until it holds. Fails as it fails once the time (milliseconds) is over. */
export async function within(time: number, assertion: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + time * INSTANCES;
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
