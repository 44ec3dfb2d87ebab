import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Transaction } from '../database/transaction';
import { Log } from '../log/log';
import { RequestContext } from '../log/request-context';
import { AuditBuffer } from './audit-buffer';
import type { AuditEvent } from './audit-event.entity';
import { AuditIds } from './audit-ids';
import { AuditRepository } from './audit.repository';
import type { Happening } from './happening';

/**
 * The one place that security events are told to: each becomes an entry of the trail and a line of the log, with who, when,
 * where, by which API and how it ended (OWASP ASVS 5.0, 16.2 and 16.3).
 */
@Injectable()
export class Audit {
  /** How often each event ended how on this instance, as `<event> <outcome>`: for metrics. */
  readonly counts = new Map<string, number>();
  private readonly ids = new AuditIds();

  constructor(
    private readonly repository: AuditRepository,
    private readonly buffer: AuditBuffer,
    private readonly transaction: Transaction,
    private readonly context: RequestContext,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    buffer.whenDropped = (facts) => this.note({ event: 'audit_events_dropped', outcome: 'failure', actor: 'system', facts });
  }

  /** Tells of a change, in the transaction that makes it: both are there or neither. */
  async record(happening: Happening): Promise<void> {
    const row = this.rowOf(happening);
    await this.repository.add(row);
    this.transaction.afterCommit(() => this.tell(row));
  }

  /**
   * Tells of what changes nothing, or is too frequent for a statement of its own: written within a quarter of a second,
   * together with others.
   * @param identifier what was tried, in comparable form, where the account is not known; it is looked up, not kept
   */
  note(happening: Happening, identifier: string | null = null): void {
    const row = this.rowOf(happening);
    if (this.buffer.add(row, identifier)) this.tell(row);
  }

  /** Takes a person out of the trail: what happened stays, under a pseudonym. After the account's rows are deleted, in their transaction. */
  async erase(person: string): Promise<void> {
    await this.repository.erase(person);
  }

  private rowOf({ event, outcome = 'success', subjectId = null, actor = 'self', actorId, sessionId, facts = {} }: Happening): AuditEvent {
    const at = this.clock.now();
    const request = this.context.current();
    return {
      ...{ id: this.ids.next(at), at, event, outcome, subjectId, actor, actorId: actorId ?? null, sessionId: sessionId ?? null },
      ...{ api: request?.api ?? null, ip: request?.ip ?? null, userAgent: request?.userAgent ?? null, requestId: request?.id ?? null, facts },
    };
  }

  private tell({ event, outcome, subjectId, actor, actorId, sessionId, api, ip, userAgent, requestId, facts }: AuditEvent): void {
    const name = `${event} ${outcome}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    this.log.event(event, { outcome, userId: subjectId, actor, ...(actorId === null ? {} : { actorId }), sessionId, api, ip, userAgent, requestId, ...facts });
  }
}
