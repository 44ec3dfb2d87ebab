import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DEGRADATIONS, type Degradation, UNREADY_REASONS, type UnreadyReason } from './readiness.service';

export class LiveDto {
  @ApiProperty({ enum: ['live'] })
  status!: 'live';
}

export class ReadyDto {
  @ApiProperty({ enum: ['ready'] })
  status!: 'ready';

  /** What is out, while requests are served all the same; absent where nothing is. */
  @ApiPropertyOptional({ enum: DEGRADATIONS, isArray: true, example: ['mail'] })
  degraded?: Degradation[];
}

export class UnreadyDto {
  @ApiProperty({ enum: ['unready'] })
  status!: 'unready';

  @ApiProperty({ enum: UNREADY_REASONS, isArray: true, example: ['database_unreachable'] })
  reasons!: UnreadyReason[];
}
