import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '../users/users.module';
import { CredentialsService } from './credentials.service';
import { HashQueue } from './hash-queue';
import { LegacyPasswordRules } from './legacy-password-rules';
import { PasswordHasher } from './password-hasher';
import { Password } from './password.entity';
import { PasswordRepository } from './password.repository';

@Module({
  imports: [TypeOrmModule.forFeature([Password]), UsersModule],
  providers: [HashQueue, PasswordHasher, PasswordRepository, CredentialsService, LegacyPasswordRules],
  exports: [CredentialsService, LegacyPasswordRules],
})
export class CredentialsModule {}
