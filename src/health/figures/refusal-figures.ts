import { API_NAMES } from '../../config/config';
import type { ParkingLot } from '../../http/parking-lot';
import type { RequestDeadline } from '../../http/request-deadline';
import type { AttemptLimits } from '../../limits/attempt-limits';
import type { NetworkBudgets } from '../../limits/network-budgets';
import type { Sharing } from '../../limits/sharing';
import type { Metrics } from '../../metrics/metrics';

/** What keeps a storm out. */
export interface Defences {
  readonly parking: ParkingLot;
  readonly deadline: RequestDeadline;
  readonly attempts: AttemptLimits;
  readonly budgets: NetworkBudgets;
  readonly sharing: Sharing;
}

/** Refusals: how they wait, which limit they are of, and whether limits hold for all instances. */
export function tellOfRefusals(metrics: Metrics, { parking, deadline, attempts, budgets, sharing }: Defences): void {
  metrics.gauge('latchkey_refusals_parked', 'Refused requests (429, 503) that wait for their answer.', () => parking.size);
  metrics.counter(
    'latchkey_refusals_closed_total',
    'Refused requests whose connection was closed, since too many waited for their answer.',
    () => parking.closed,
  );
  metrics.counter('latchkey_requests_late_total', 'Requests answered 503 since they were not done within the deadline, by API.', () =>
    ([...API_NAMES, 'pages'] as const).map((api) => [{ api }, deadline.missed.get(api) ?? 0] as const),
  );
  metrics.counter('latchkey_limit_refusals_total', 'Requests refused (429), by the limit that they had reached.', () =>
    [...attempts.refusals.entries(), ...budgets.refusals.entries()].map(([limit, count]) => [{ limit }, count] as const),
  );
  metrics.gauge(
    'latchkey_limits_shared',
    'With REDIS_URL: 1 while limits are counted in Redis for all instances, 0 while this one counts by itself. Else absent.',
    async () => (sharing.isWanted ? Number(await sharing.works()) : []),
  );
}
