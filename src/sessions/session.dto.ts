import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../http/text-fields';
import { DEVICE_FIELD_MAX, type DeviceClaims } from './device';
import type { Session } from './session.entity';

/** A per-device authorization record. */
export class SessionDto {
  @ApiProperty({ format: 'uuid', example: '019aa8a5-4c1d-7f50-8a3b-6f1f1f0d9e21' })
  id!: string;

  /** Whether this request was made with it. */
  @ApiProperty({ example: true })
  current!: boolean;

  @ApiProperty({ enum: ['native', 'mixapp', 'uprogress', 'appmixer'], example: 'native' })
  client!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Chrome on macOS' })
  label!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'macOS' })
  platform!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '15.1' })
  platformVersion!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Chrome' })
  appName!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '142.0' })
  appVersion!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  provider!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '192.0.2.17' })
  ip!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)' })
  userAgent!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T10:15:30.000Z' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T10:15:30.000Z' })
  lastSeenAt!: string;

  /** The absolute end; without use it ends sooner. */
  @ApiProperty({ format: 'date-time', example: '2026-12-21T10:15:30.000Z' })
  expiresAt!: string;
}

export const presentSession = (session: Session, currentId: string): SessionDto => ({
  id: session.id,
  current: session.id === currentId,
  client: session.client,
  label: session.label,
  platform: session.platform,
  platformVersion: session.platformVersion,
  appName: session.appName,
  appVersion: session.appVersion,
  provider: session.provider,
  ip: session.ip,
  userAgent: session.userAgent,
  createdAt: session.createdAt.toISOString(),
  lastSeenAt: session.lastSeenAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
});

export class SessionListDto {
  @ApiProperty({ type: [SessionDto] })
  sessions!: SessionDto[];
}

export class RenameSessionDto {
  /** The name of the device. */
  @TextField({ max: DEVICE_FIELD_MAX, required: true, example: "Ann's laptop" })
  label!: string;
}

export class EndedSessionsDto {
  /** How many sessions were ended. */
  @ApiProperty({ type: 'integer', example: 3 })
  ended!: number;
}

/** What a client says of its device; what is absent is taken from the User-Agent. */
export class DeviceDto implements DeviceClaims {
  @TextField({ max: DEVICE_FIELD_MAX, nullable: true, example: "Ann's laptop" })
  label?: string | null;

  @TextField({ max: DEVICE_FIELD_MAX, nullable: true, example: 'macOS' })
  platform?: string | null;

  @TextField({ max: DEVICE_FIELD_MAX, nullable: true, example: '15.1' })
  platformVersion?: string | null;

  @TextField({ max: DEVICE_FIELD_MAX, nullable: true, example: 'Chrome' })
  appName?: string | null;

  @TextField({ max: DEVICE_FIELD_MAX, nullable: true, example: '142.0' })
  appVersion?: string | null;

  @TextField({ max: DEVICE_FIELD_MAX, nullable: true, example: 'Acme' })
  provider?: string | null;
}
