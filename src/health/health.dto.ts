import { ApiProperty } from '@nestjs/swagger';
import { UNREADY_REASONS, type UnreadyReason } from './readiness.service';

export class LiveDto {
  @ApiProperty({ enum: ['live'] })
  status!: 'live';
}

export class ReadyDto {
  @ApiProperty({ enum: ['ready'] })
  status!: 'ready';
}

export class UnreadyDto {
  @ApiProperty({ enum: ['unready'] })
  status!: 'unready';

  @ApiProperty({ enum: UNREADY_REASONS, isArray: true, example: ['database_unreachable'] })
  reasons!: UnreadyReason[];
}
