import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BearerTokens } from './bearer-tokens';
import { Fingerprints } from './fingerprints';
import { JwksController } from './jwks.controller';
import { KeyRing } from './key-ring';
import { KeyRotation } from './key-rotation';
import { OneTimeSecret } from './one-time-secret.entity';
import { OneTimeSecretRepository } from './one-time-secret.repository';
import { OneTimeSecrets } from './one-time-secrets';
import { Sealer } from './sealer';
import { SigningKey } from './signing-key.entity';
import { SigningKeyRepository } from './signing-key.repository';
import { TokenRules } from './token-rules';
import { TokenVerifier } from './token-verifier';
import { VerifiedTokens } from './verified-tokens';

@Module({
  imports: [TypeOrmModule.forFeature([SigningKey, OneTimeSecret])],
  controllers: [JwksController],
  providers: [
    Sealer,
    SigningKeyRepository,
    KeyRing,
    KeyRotation,
    BearerTokens,
    TokenRules,
    TokenVerifier,
    VerifiedTokens,
    Fingerprints,
    OneTimeSecretRepository,
    OneTimeSecrets,
  ],
  exports: [Sealer, KeyRing, KeyRotation, BearerTokens, TokenRules, TokenVerifier, VerifiedTokens, Fingerprints, OneTimeSecrets],
})
export class TokensModule {}
