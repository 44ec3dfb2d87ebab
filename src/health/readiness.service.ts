import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { MIGRATIONS } from '../database/migrations';
import { Log } from '../log/log';

/** Milliseconds the database has to answer in. */
const PATIENCE = 2_000;

export const UNREADY_REASONS = ['database_unreachable', 'migrations_missing'] as const;
export type UnreadyReason = (typeof UNREADY_REASONS)[number];

/** Whether this instance can do its work now. */
@Injectable()
export class Readiness {
  private asking: Promise<UnreadyReason[]> | null = null;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** Why not; empty when ready. Answers within two seconds; anybody may ask, so whoever asks meanwhile shares the query. */
  reasons(): Promise<UnreadyReason[]> {
    this.asking ??= this.ask().finally(() => (this.asking = null));
    return this.asking;
  }

  private async ask(): Promise<UnreadyReason[]> {
    const patience = new AbortController();
    const tooLate = delay<UnreadyReason[]>(PATIENCE, ['database_unreachable'], { signal: patience.signal });
    tooLate.catch(() => undefined); // the abort below
    const reasons = await Promise.race([this.look(), tooLate]);
    patience.abort();
    return reasons;
  }

  private async look(): Promise<UnreadyReason[]> {
    try {
      const rows = await this.database.query<{ name: string }>('SELECT name FROM migrations');
      const applied = new Set(rows.map(({ name }) => name));
      return MIGRATIONS.every((Migration) => applied.has(new Migration().name)) ? [] : ['migrations_missing'];
    } catch (error) {
      if (isMissingTable(error)) return ['migrations_missing'];
      this.log.failure('database_unreachable', error);
      return ['database_unreachable'];
    }
  }
}

/** PostgreSQL's code for "relation does not exist". */
const UNDEFINED_TABLE = '42P01';

function isMissingTable(error: unknown): boolean {
  return (error as { driverError?: { code?: string } } | null)?.driverError?.code === UNDEFINED_TABLE;
}
