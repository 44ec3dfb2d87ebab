// One run of autocannon in a process of its own, so that it shares no event loop with a server or with the bench.
import autocannon from 'autocannon';
import { CALLERS } from './callers.mjs';

/** Milliseconds between autocannon's looks at the clock: a run ends at one of them. */
const SAMPLE = 50;

process.once('message', async ({ url, caller = 'read', callers, connections, seconds, amount }) => {
  let next = 0;
  const setupClient = (client) => client.setRequests(CALLERS[caller](callers[next++ % callers.length]));
  const length = amount === undefined ? { duration: seconds } : { amount };
  const result = await autocannon({ url, connections, ...length, sampleInt: SAMPLE, timeout: 30, setupClient });
  const { '2xx': requests, non2xx, errors, timeouts, statusCodeStats: statuses, duration, latency } = result;
  const answer = { requests, failed: non2xx + errors + timeouts, statuses, seconds: duration, p50: latency.p50, p99: latency.p99 };
  process.send(answer, () => process.exit(0));
});
