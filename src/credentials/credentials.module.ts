import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PersonalData } from '../audit/personal-data';
import { StoredRows } from '../database/stored-rows';
import { AuditModule } from '../audit/audit.module';
import { UsersModule } from '../users/users.module';
import { BreachedPasswords } from './breached-passwords';
import { CommonPasswords } from './common-passwords';
import { CredentialsService } from './credentials.service';
import { HashCost } from './hash-cost';
import { HashQueue } from './hash-queue';
import { HashThreads } from './hash-threads';
import { LegacyPasswordRules } from './legacy-password-rules';
import { NewPasswords } from './new-passwords';
import { PasswordHasher } from './password-hasher';
import { Password } from './password.entity';
import { PasswordRepository } from './password.repository';

@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([Password]), UsersModule],
  providers: [
    HashCost,
    HashQueue,
    HashThreads,
    PasswordHasher,
    PasswordRepository,
    CredentialsService,
    LegacyPasswordRules,
    CommonPasswords,
    BreachedPasswords,
    NewPasswords,
  ],
  exports: [CredentialsService, LegacyPasswordRules, NewPasswords],
})
export class CredentialsModule {
  constructor(data: PersonalData, rows: StoredRows) {
    data.register({ name: 'password', table: 'passwords', read: rows.single('passwords', 'user_id', ['hash']) });
  }
}
