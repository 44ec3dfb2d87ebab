import { ApiProperty } from '@nestjs/swagger';
import type { RingKey } from './make-key';

/** A public key that access tokens are verified with (RFC 7517). */
export class JwkDto {
  @ApiProperty({ example: 'EC' })
  kty!: string;

  @ApiProperty({ example: 'P-256' })
  crv!: string;

  @ApiProperty({ example: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU' })
  x!: string;

  @ApiProperty({ example: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' })
  y!: string;

  /** The id that tokens name in their header. */
  @ApiProperty({ example: 'qkYf5mH3vX0dTz1c' })
  kid!: string;

  @ApiProperty({ example: 'ES256' })
  alg!: string;

  @ApiProperty({ example: 'sig' })
  use!: string;
}

export class JwksDto {
  @ApiProperty({ type: [JwkDto] })
  keys!: JwkDto[];
}

export const presentJwk = ({ id, algorithm, publicJwk }: RingKey): JwkDto => ({
  kty: publicJwk?.kty ?? '',
  crv: publicJwk?.crv ?? '',
  x: publicJwk?.x ?? '',
  y: publicJwk?.y ?? '',
  kid: id,
  alg: algorithm,
  use: 'sig',
});
