import type { FaultCounts } from '../../http/fault-counts';
import type { Log } from '../../log/log';
import type { Metrics } from '../../metrics/metrics';
import type { RequestStatistics } from '../../metrics/request-statistics';

/** Events that alerts ask for: a series that begins with its first event would never have grown by it. */
const ALERTED = ['mail_failed'];

/** Requests, failures and events. */
export function tellOfRequests(metrics: Metrics, requests: RequestStatistics, faults: FaultCounts, log: Log): void {
  metrics.counter('latchkey_http_requests_total', 'Requests answered, by API, method, route as declared ((none): no route) and status.', () =>
    requests.used().flatMap(({ facts, statuses }) => [...statuses].map(([status, count]) => [{ ...facts, status: String(status) }, count] as const)),
  );
  metrics.histogram('latchkey_http_request_duration_seconds', 'Time from the head of a request to its answer, by API, method and route.', () =>
    requests.used().map(({ facts, durations }) => [{ ...facts }, durations] as const),
  );
  metrics.counter('latchkey_faults_total', 'Failures answered, by API and code of docs/errors.md.', () =>
    faults.all().map(({ api, code, count }) => [{ api, code }, count] as const),
  );
  metrics.counter('latchkey_events_total', 'Events of the log, by name.', () =>
    [...new Map([...ALERTED.map((event) => [event, 0] as const), ...log.events.entries()])].map(([event, count]) => [{ event }, count] as const),
  );
}
