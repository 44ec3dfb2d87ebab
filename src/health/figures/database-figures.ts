import type { ChangeNotices } from '../../database/change-notices';
import type { Database } from '../../database/database';
import type { Metrics } from '../../metrics/metrics';

/** Connections of the pool, and the notices of changes. */
export function tellOfDatabase(metrics: Metrics, database: Database, notices: ChangeNotices): void {
  metrics.gauge('latchkey_database_connections', 'Connections to the database in the pool, by state.', () => {
    const { open, idle } = database.pool;
    return [
      [{ state: 'busy' }, open - idle],
      [{ state: 'idle' }, idle],
    ];
  });
  metrics.gauge('latchkey_database_connections_max', 'Connections that the pool may open (DATABASE_POOL).', () => database.pool.max);
  metrics.gauge('latchkey_database_waiting', 'Callers that wait for a connection.', () => database.pool.waiting);
  metrics.gauge('latchkey_notices_hearing', '1 while this instance hears of changes; at 0 it reads from the database.', () => Number(notices.hearing));
  metrics.gauge('latchkey_notices_lag_seconds', 'How long the latest heartbeat of the notices was under way.', () => notices.lag / 1000);
  metrics.counter('latchkey_notices_lost_total', 'Times that this instance ceased to hear of changes.', () => notices.losses);
}
