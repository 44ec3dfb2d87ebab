import { Injectable } from '@nestjs/common';
import { AuditBuffer } from './audit-buffer';
import type { AuditEvent } from './audit-event.entity';
import { AuditRepository } from './audit.repository';
import { type Actor, isPlaceTold } from './happening';

/** A row of the trail as the export of personal data has it: by whom and from where another acted is not the person's. */
export function exportedEvent(row: Record<string, unknown>): Record<string, unknown> {
  const { actor_id: _, ...event } = row;
  return isPlaceTold(event['actor'] as Actor) ? event : { ...event, ip: null, user_agent: null, request_id: null };
}

/** What a person may see of the trail: what it tells of their own account. */
@Injectable()
export class Activity {
  constructor(
    private readonly repository: AuditRepository,
    private readonly buffer: AuditBuffer,
  ) {}

  /** A page of a person's events, the newest first, and the `before` of the next one. */
  async list(userId: string, { before, limit }: { before: string | null; limit: number }): Promise<{ events: AuditEvent[]; next: string | null }> {
    await this.buffer.flush();
    const events = await this.repository.list(userId, before, limit + 1);
    const page = events.slice(0, limit);
    return { events: page, next: events.length > limit ? (page.at(-1)?.id ?? null) : null };
  }
}
