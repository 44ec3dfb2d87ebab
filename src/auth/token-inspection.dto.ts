import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SecretField } from '../http/text-fields';
import type { ActiveToken } from './token-inspection.service';

export class TokenDto {
  /** An access or a refresh token, of any API. */
  @SecretField({ example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InFrWWY1bUgzdlgwZFR6MWMifQ.eyJzdWIiOiI…', max: 4096 })
  token!: string;
}

/** RFC 7662, 2.2. Of a token that is not good there is only `active: false`. */
export class IntrospectionDto {
  @ApiProperty({ example: true })
  active!: boolean;

  /** Scopes the person holds now, separated by spaces. */
  @ApiPropertyOptional({ example: 'user' })
  scope?: string;

  /** The API the token is for. */
  @ApiPropertyOptional({ enum: ['native', 'mixapp', 'uprogress', 'appmixer'], example: 'native' })
  client_id?: string;

  /** As RFC 6749, 5.1 has it; a refresh token, with which nothing but a refresh can be asked for, has none. */
  @ApiPropertyOptional({ enum: ['Bearer'], example: 'Bearer' })
  token_type?: 'Bearer';

  /** Which of the two it is; the RFC has no name for that. */
  @ApiPropertyOptional({ enum: ['access_token', 'refresh_token'], example: 'access_token' })
  token_use?: string;

  @ApiPropertyOptional({ type: 'integer', example: 1795298400 })
  exp?: number;

  @ApiPropertyOptional({ type: 'integer', example: 1795297500 })
  iat?: number;

  /** The person's id. */
  @ApiPropertyOptional({ format: 'uuid', example: '019aa8a5-3f0c-7c3e-9a51-0f8d6a3c1b52' })
  sub?: string;

  /** The session's id. */
  @ApiPropertyOptional({ format: 'uuid', example: '019aa8a5-4c1d-7f50-8a3b-6f1f1f0d9e21' })
  sid?: string;

  @ApiPropertyOptional({ example: 'urn:uuid:5c88c7cc-04a9-4725-96c7-26c3d0f58593' })
  aud?: string;

  @ApiPropertyOptional({ example: 'k3J9xQ2mT5vX0dTz1cqkYf' })
  jti?: string;
}

export function presentIntrospection(token: ActiveToken | null): IntrospectionDto {
  if (token === null) return { active: false };
  const { claims } = token;
  return {
    active: true,
    scope: token.scopes.join(' '),
    client_id: token.api,
    ...(token.kind === 'access' ? { token_type: 'Bearer', token_use: 'access_token' } : { token_use: 'refresh_token' }),
    exp: token.expiresAt,
    sub: token.userId,
    sid: token.sessionId,
    ...(claims === undefined ? {} : { iat: claims.iat, aud: claims.aud, jti: claims.jti }),
  };
}
