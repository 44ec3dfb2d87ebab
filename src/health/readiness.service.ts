import { Injectable } from '@nestjs/common';
import { inTime } from '../clock/in-time';
import { ChangeNotices } from '../database/change-notices';
import { Database } from '../database/database';
import { MIGRATIONS } from '../database/migrations';
import { isReadOnly } from '../database/writable-server';
import { sqlState } from '../errors/sql-state';
import { Sharing } from '../limits/sharing';
import { Log } from '../log/log';
import { MailLedger } from '../mail/mail-ledger';

/** Milliseconds the database has to answer in. */
const PATIENCE = 2_000;
/** Seconds that the oldest mail may wait before mail counts as out. */
const MAIL_PATIENCE = 300;

export const UNREADY_REASONS = ['stopping', 'database_unreachable', 'database_read_only', 'migrations_missing'] as const;
export type UnreadyReason = (typeof UNREADY_REASONS)[number];

export const DEGRADATIONS = ['notices', 'limits', 'mail'] as const;
export type Degradation = (typeof DEGRADATIONS)[number];

/** Why this instance can't take requests, and what is out while it does. */
export interface State {
  readonly reasons: UnreadyReason[];
  readonly degraded: Degradation[];
}

/** Whether this instance can do its work now. */
@Injectable()
export class Readiness {
  private asking: Promise<State> | null = null;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly mails: MailLedger,
    private readonly limits: Sharing,
    private readonly notices: ChangeNotices,
    private readonly log: Log,
  ) {}

  /** From now on this instance is not ready: it still answers, and wants no more. */
  beginStop(): void {
    this.stopping = true;
  }

  /** Answers within two seconds; anybody may ask, so whoever asks meanwhile shares the queries. */
  state(): Promise<State> {
    if (this.stopping) return Promise.resolve({ reasons: ['stopping'], degraded: [] });
    this.asking ??= this.ask().finally(() => (this.asking = null));
    return this.asking;
  }

  /** Whether it can, and no more: one query. Answers within two seconds. */
  async isReady(): Promise<boolean> {
    return !this.stopping && (await inTime(this.reasons(), PATIENCE, UNREACHABLE)).length === 0;
  }

  private ask(): Promise<State> {
    return inTime<State>(this.look(), PATIENCE, { reasons: UNREACHABLE, degraded: [] });
  }

  private async look(): Promise<State> {
    const reasons = await this.reasons();
    return { reasons, degraded: reasons.length === 0 ? await this.degraded() : [] };
  }

  private async degraded(): Promise<Degradation[]> {
    const [mailIsLate, limitsAreShared] = await Promise.all([this.isMailLate(), this.limits.works()]);
    return [...(this.notices.hearing ? [] : ['notices' as const]), ...(limitsAreShared ? [] : ['limits' as const]), ...(mailIsLate ? ['mail' as const] : [])];
  }

  private async isMailLate(): Promise<boolean> {
    try {
      return (await this.mails.backlog()).oldestAge > MAIL_PATIENCE;
    } catch {
      // The database went away a moment after it answered; the next question will find that out.
      return true;
    }
  }

  private async reasons(): Promise<UnreadyReason[]> {
    try {
      const rows = await this.database.query<{ name: string; answer: string }>(APPLIED);
      if (rows[0]?.answer === 'on') return this.readOnly();
      const applied = new Set(rows.map(({ name }) => name));
      return MIGRATIONS.every((Migration) => applied.has(new Migration().name)) ? [] : ['migrations_missing'];
    } catch (error) {
      if (sqlState(error) === UNDEFINED_TABLE) return ['migrations_missing'];
      if (isReadOnly(error)) return this.readOnly();
      this.log.failure('database_unreachable', error);
      return ['database_unreachable'];
    }
  }

  private readOnly(): UnreadyReason[] {
    this.log.event('database_read_only');
    return ['database_read_only'];
  }
}

const APPLIED = `SELECT name, current_setting('transaction_read_only') AS answer FROM migrations`;

/** PostgreSQL's code for "relation does not exist". */
const UNDEFINED_TABLE = '42P01';

const UNREACHABLE: UnreadyReason[] = ['database_unreachable'];
