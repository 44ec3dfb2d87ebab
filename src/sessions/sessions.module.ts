import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TokensModule } from '../tokens/tokens.module';
import { DeviceSessionRepository } from './device-session.repository';
import { Lifetimes } from './lifetimes';
import { RefreshTokens } from './refresh-tokens';
import { Session } from './session.entity';
import { SessionIssuer } from './session-issuer';
import { SessionLookup } from './session-lookup';
import { SessionRefresher } from './session-refresher';
import { SessionRepository } from './session.repository';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';

@Module({
  imports: [TypeOrmModule.forFeature([Session]), TokensModule],
  controllers: [SessionsController],
  providers: [SessionRepository, DeviceSessionRepository, RefreshTokens, Lifetimes, SessionIssuer, SessionRefresher, SessionLookup, SessionsService],
  exports: [RefreshTokens, SessionIssuer, SessionRefresher, SessionLookup, SessionsService],
})
export class SessionsModule {}
