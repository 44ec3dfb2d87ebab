import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PersonalData } from '../audit/personal-data';
import { StoredRows } from '../database/stored-rows';
import { AuditModule } from '../audit/audit.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { BrowserTokens } from './browser-tokens';
import { DeviceSessionRepository } from './device-session.repository';
import { LastSeen } from './last-seen';
import { Lifetimes } from './lifetimes';
import { RefreshTokens } from './refresh-tokens';
import { Session } from './session.entity';
import { SessionCache } from './session-cache';
import { SessionKeys } from './session-keys';
import { SessionIssuer } from './session-issuer';
import { SessionLookup } from './session-lookup';
import { SessionRefresher } from './session-refresher';
import { SessionRepository } from './session.repository';
import { SessionsController } from './sessions.controller';
import { SessionSweep } from './session-sweep';
import { SessionsService } from './sessions.service';
import { SnapshotRepository } from './snapshot.repository';

@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([Session]), TokensModule, UsersModule],
  controllers: [SessionsController],
  providers: [
    SessionCache,
    SnapshotRepository,
    LastSeen,
    SessionRepository,
    DeviceSessionRepository,
    SessionKeys,
    RefreshTokens,
    BrowserTokens,
    Lifetimes,
    SessionIssuer,
    SessionRefresher,
    SessionLookup,
    SessionsService,
    SessionSweep,
  ],
  exports: [RefreshTokens, BrowserTokens, SessionIssuer, SessionRefresher, SessionLookup, SessionsService],
})
export class SessionsModule {
  constructor(data: PersonalData, rows: StoredRows) {
    data.register({ name: 'sessions', table: 'sessions', read: rows.reader('sessions', 'user_id', ['refresh_key', 'kept_token_id']) });
  }
}
