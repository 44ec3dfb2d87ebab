import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { KeyDisposal } from './key-disposal';
import { Sealer } from './sealer';
import { SigningKey } from './signing-key.entity';
import { SigningKeyRepository } from './signing-key.repository';

/** Beside `TokensModule`, which opens every key when it starts and does not start where one cannot be opened. */
@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([SigningKey])],
  providers: [Sealer, SigningKeyRepository, KeyDisposal],
})
export class KeyDisposalModule {}
