import { ApiProperty } from '@nestjs/swagger';
import { CountField, IdField } from '../http/query-fields';
import type { AuditEvent } from './audit-event.entity';
import { AUDIT_EVENTS, isPlaceTold } from './happening';

/** Events of one page, where the caller does not say. */
const PAGE = 50;
const PAGE_MAX = 100;

export class ActivityQueryDto {
  /** The `next` of the page before, as `019aa8a5-5d22-7b41-8c90-2f6f1c1d0e33`; the first page where absent. */
  @IdField()
  before?: string;

  @CountField({ max: PAGE_MAX, example: PAGE })
  limit?: number;

  bounds(): { before: string | null; limit: number } {
    return { before: this.before ?? null, limit: this.limit ?? PAGE };
  }
}

export class ActivityEventDto {
  @ApiProperty({ format: 'uuid', example: '019aa8a5-5d22-7b41-8c90-2f6f1c1d0e33' })
  id!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T10:15:30.000Z' })
  at!: string;

  @ApiProperty({ enum: AUDIT_EVENTS, example: 'signed_in' })
  event!: string;

  /** `failure`: a proof was wrong. `denied`: it was not looked at, or nothing came of it. */
  @ApiProperty({ enum: ['success', 'failure', 'denied'], example: 'success' })
  outcome!: string;

  /** Null for what an operator or the service itself did. */
  @ApiProperty({ type: String, nullable: true, enum: ['native', 'mixapp', 'uprogress', 'amadis', 'appmixer', 'pages', null], example: 'native' })
  api!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  ip!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0' })
  userAgent!: string | null;

  /** The session it is about. */
  @ApiProperty({ type: String, nullable: true, format: 'uuid', example: '019aa8a5-4c1d-7f50-8a3b-6f1f1f0d9e21' })
  sessionId!: string | null;
}

export class ActivityDto {
  /** The newest first. */
  @ApiProperty({ type: [ActivityEventDto] })
  events!: ActivityEventDto[];

  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: String, nullable: true, format: 'uuid', example: null })
  next!: string | null;
}

export function presentEvent({ id, at, event, outcome, actor, api, ip, userAgent, sessionId }: AuditEvent): ActivityEventDto {
  const told = isPlaceTold(actor);
  return { id, at: at.toISOString(), event, outcome, api, ip: told ? ip : null, userAgent: told ? userAgent : null, sessionId };
}
