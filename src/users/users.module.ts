import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { PersonalData } from '../audit/personal-data';
import { AuditSubjects } from '../audit/audit-subjects';
import { StoredRows } from '../database/stored-rows';
import { ConfirmedAddresses } from './confirmed-addresses';
import { User } from './user.entity';
import { UserAdministration } from './user-administration';
import { UserCache } from './user-cache';
import { UserRepository } from './user.repository';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([User])],
  controllers: [UsersController],
  providers: [ConfirmedAddresses, UserAdministration, UserCache, UserRepository, UsersService],
  exports: [ConfirmedAddresses, UserAdministration, UserCache, UsersService],
})
export class UsersModule {
  constructor(subjects: AuditSubjects, users: UserRepository, data: PersonalData, rows: StoredRows) {
    data.register({ name: 'account', table: 'users', read: rows.single('users', 'id') });
    subjects.register((identifiers) => users.findIds(identifiers));
  }
}
