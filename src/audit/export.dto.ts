import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

type Facts = Record<string, unknown>;

/** What is stored about a person, as it is stored: fields may be added. */
export class ExportDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { id: '019aa8a5-3f0c-7c3e-9a51-0f8d6a3c1b52', number: 7, email: 'ann@example.com', created_at: '2026-11-21T10:15:30.000Z' },
  })
  account!: Facts;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { changed_at: '2026-11-21T10:15:30.000Z' } })
  password!: Facts;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [{ id: '019aa8a5-4c1d-7f50-8a3b-6f1f1f0d9e21', client: 'native', ip: '203.0.113.7' }],
  })
  sessions!: Facts[];

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [{ purpose: 'email_confirmation', created_at: '2026-11-21T10:15:30.000Z', used_at: null }],
  })
  mailedLinks!: Facts[];

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [{ kind: 'welcome', state: 'sent', created_at: '2026-11-21T10:15:30.000Z' }],
  })
  mails!: Facts[];

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [{ event: 'signed_up', outcome: 'success', at: '2026-11-21T10:15:30.000Z' }],
  })
  activity!: Facts[];

  /** Only where the account was made through Amadis: its secret is kept encrypted and not shown. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, nullable: true, example: { user_id: '019aa8a5-3f0c-7c3e-9a51-0f8d6a3c1b52' } })
  amadisSecret!: Facts | null;
}
