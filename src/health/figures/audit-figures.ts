import type { Audit } from '../../audit/audit';
import type { AuditBuffer } from '../../audit/audit-buffer';
import type { Metrics } from '../../metrics/metrics';

/** Security events, and whether the trail keeps up with them. */
export function tellOfAudit(metrics: Metrics, audit: Audit, buffer: AuditBuffer): void {
  metrics.counter('latchkey_audit_events_total', 'Security events told to the audit trail, by event and outcome.', () =>
    [...audit.counts].map(([name, count]) => {
      const [event = '', outcome = ''] = name.split(' ');
      return [{ event, outcome }, count] as const;
    }),
  );
  metrics.gauge('latchkey_audit_waiting', 'Security events that wait to be written.', () => buffer.size);
  metrics.counter(
    'latchkey_audit_dropped_total',
    'Security events that were dropped, since more came than can be kept until they are written.',
    () => buffer.dropped,
  );
}
