// One run of autocannon in a process of its own, so that it shares no event loop with a server or with the bench.
import autocannon from 'autocannon';
import { CALLERS } from './callers.mjs';

process.once('message', async (job) => {
  const { url, connections, pipelining = 1, seconds, caller = 'read', callers } = job;
  let client = 0;
  const setupClient = (it) => it.setRequests(CALLERS[caller](callers[client++ % callers.length]));
  const result = await autocannon({ url, connections, pipelining, duration: seconds, timeout: 30, setupClient: pipelining > 1 ? undefined : setupClient, ...(pipelining > 1 ? { requests: CALLERS[caller](callers[0]) } : {}) });
  process.send(
    {
      requests: result['2xx'],
      failed: result.non2xx + result.errors + result.timeouts,
      statuses: result.statusCodeStats,
      seconds: result.duration,
      p50: result.latency.p50,
      p99: result.latency.p99,
    },
    () => process.exit(0),
  );
});
