import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PersonalData } from '../audit/personal-data';
import { StoredRows } from '../database/stored-rows';
import { AuditModule } from '../audit/audit.module';
import { BearerTokens } from './bearer-tokens';
import { Fingerprints } from './fingerprints';
import { JwksController } from './jwks.controller';
import { KeyResealing } from './key-resealing';
import { KeyRing } from './key-ring';
import { KeyRotation } from './key-rotation';
import { OneTimeSecret } from './one-time-secret.entity';
import { OneTimeSecretRepository } from './one-time-secret.repository';
import { OneTimeSecrets } from './one-time-secrets';
import { Sealer } from './sealer';
import { SecretSweep } from './secret-sweep';
import { ShortCodes } from './short-codes';
import { SigningKey } from './signing-key.entity';
import { SigningKeyRepository } from './signing-key.repository';
import { TokenRules } from './token-rules';
import { TokenVerifier } from './token-verifier';
import { VerifiedTokens } from './verified-tokens';

@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([SigningKey, OneTimeSecret])],
  controllers: [JwksController],
  providers: [
    Sealer,
    SigningKeyRepository,
    KeyRing,
    KeyResealing,
    KeyRotation,
    BearerTokens,
    TokenRules,
    TokenVerifier,
    VerifiedTokens,
    Fingerprints,
    OneTimeSecretRepository,
    OneTimeSecrets,
    SecretSweep,
    ShortCodes,
  ],
  exports: [Sealer, KeyRing, KeyRotation, BearerTokens, TokenRules, TokenVerifier, VerifiedTokens, Fingerprints, OneTimeSecrets, ShortCodes],
})
export class TokensModule {
  constructor(data: PersonalData, rows: StoredRows) {
    data.register({ name: 'mailedLinks', table: 'one_time_secrets', read: rows.reader('one_time_secrets', 'user_id', ['digest']) });
  }
}
