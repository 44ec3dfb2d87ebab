import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Audit } from '../../audit/audit';
import { AuditBuffer } from '../../audit/audit-buffer';
import { SignIn } from '../../auth/sign-in.service';
import { Clock } from '../../clock/clock';
import { HashQueue } from '../../credentials/hash-queue';
import { ChangeNotices } from '../../database/change-notices';
import { Database } from '../../database/database';
import { FaultCounts } from '../../http/fault-counts';
import { ParkingLot } from '../../http/parking-lot';
import { RequestDeadline } from '../../http/request-deadline';
import { AttemptLimits } from '../../limits/attempt-limits';
import { NetworkBudgets } from '../../limits/network-budgets';
import { Sharing } from '../../limits/sharing';
import { Log } from '../../log/log';
import { MailLedger } from '../../mail/mail-ledger';
import { Metrics } from '../../metrics/metrics';
import { Refreshed } from '../../metrics/refreshed';
import { RequestStatistics } from '../../metrics/request-statistics';
import { SessionCache } from '../../sessions/session-cache';
import { SessionRefresher } from '../../sessions/session-refresher';
import { VerifiedTokens } from '../../tokens/verified-tokens';
import { UserCache } from '../../users/user-cache';
import { Readiness } from '../readiness.service';
import { tellOfAudit } from './audit-figures';
import { tellOfDatabase } from './database-figures';
import { tellOfCaches } from './memory-figures';
import { programVersion } from './program-version';
import { tellOfRefusals } from './refusal-figures';
import { tellOfRequests } from './request-figures';
import { tellOfSignIns } from './sign-in-figures';
import { tellOfStore } from './slow-figures';
import { StoreCensus } from './store-figures';

/** Milliseconds between two looks at the queue of mails. */
const BACKLOG_AGE = 10_000;

/** Tells `/metrics` what every room counts. Here, above them all, so that none of them need know of it. */
@Injectable()
export class Figures implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly rooms: ModuleRef,
    private readonly readiness: Readiness,
    private readonly census: StoreCensus,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    const { metrics } = this;
    const of = <T>(type: Type<T> | (abstract new (...values: never[]) => T)): T => this.rooms.get(type as Type<T>, { strict: false });
    metrics.gauge('latchkey_build_info', 'The version that runs.', () => [[{ version: programVersion(), node: process.version }, 1]]);
    tellOfRequests(metrics, of(RequestStatistics), of(FaultCounts), this.log);
    tellOfRefusals(metrics, {
      ...{ parking: of(ParkingLot), deadline: of(RequestDeadline) },
      ...{ attempts: of(AttemptLimits), budgets: of(NetworkBudgets), sharing: of(Sharing) },
    });
    tellOfAudit(metrics, of(Audit), of(AuditBuffer));
    tellOfSignIns(metrics, of(HashQueue), of(SignIn), of(SessionRefresher));
    tellOfCaches(metrics, { session: of(SessionCache), user: of(UserCache), token: of(VerifiedTokens) });
    tellOfDatabase(metrics, of(Database), of(ChangeNotices));
    const backlog = new Refreshed('mail', BACKLOG_AGE, () => of(MailLedger).backlog(), this.clock, this.log);
    tellOfStore(metrics, this.census.figures, backlog);
    // Last: it asks the database, and the figures of the pool are to tell of others' work.
    metrics.gauge('latchkey_ready', '1 while this instance takes requests; at 0 /health/ready tells why not.', async () =>
      Number(await this.readiness.isReady()),
    );
  }
}
