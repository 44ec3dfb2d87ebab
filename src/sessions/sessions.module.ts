import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { DeviceSessionRepository } from './device-session.repository';
import { LastSeen } from './last-seen';
import { Lifetimes } from './lifetimes';
import { RefreshTokens } from './refresh-tokens';
import { Session } from './session.entity';
import { SessionCache } from './session-cache';
import { SessionIssuer } from './session-issuer';
import { SessionLookup } from './session-lookup';
import { SessionRefresher } from './session-refresher';
import { SessionRepository } from './session.repository';
import { SessionsController } from './sessions.controller';
import { SessionSweep } from './session-sweep';
import { SessionsService } from './sessions.service';
import { SnapshotRepository } from './snapshot.repository';

@Module({
  imports: [TypeOrmModule.forFeature([Session]), TokensModule, UsersModule],
  controllers: [SessionsController],
  providers: [
    SessionCache,
    SnapshotRepository,
    LastSeen,
    SessionRepository,
    DeviceSessionRepository,
    RefreshTokens,
    Lifetimes,
    SessionIssuer,
    SessionRefresher,
    SessionLookup,
    SessionsService,
    SessionSweep,
  ],
  exports: [RefreshTokens, SessionIssuer, SessionRefresher, SessionLookup, SessionsService],
})
export class SessionsModule {}
