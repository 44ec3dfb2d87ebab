import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock/clock';
import { Log } from '../../log/log';
import { Refreshed } from '../../metrics/refreshed';
import { living } from '../../sessions/living';

/** Milliseconds between two counts of everything, and that such a count may take. */
const MAX_AGE = 60_000;
const TIMEOUT = 2_000;

const SCHEMES = /^[a-z0-9-]{1,24}$/;

type Counts = readonly (readonly [name: string, count: number])[];

/** What the store holds. */
export interface StoreFigures {
  /** Living sessions by the API they were made through. */
  readonly sessions: Counts;
  readonly accounts: Counts;
  /** Passwords by the scheme of their hash. */
  readonly schemes: Counts;
}

/** Counts over whole tables: at most once a minute, on a connection of its own transaction, given up after two seconds each. */
@Injectable()
export class StoreCensus {
  readonly figures: Refreshed<StoreFigures>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.figures = new Refreshed('store', MAX_AGE, () => this.count(), clock, log);
  }

  private async count(): Promise<StoreFigures> {
    // Past Transaction.run: what is asynchronous inside it makes reads dearer for as long as it takes.
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query(`SET LOCAL statement_timeout = ${TIMEOUT}`);
      const counts = async (sql: string, parameters: unknown[] = []): Promise<Counts> =>
        ((await runner.query(sql, parameters)) as { name: string; count: string }[]).map(({ name, count }) => [name, Number(count)]);
      const sessions = await counts(LIVING_SESSIONS, [this.clock.now()]);
      const accounts = await counts(`SELECT CASE WHEN disabled_at IS NULL THEN 'enabled' ELSE 'disabled' END AS name, count(*) FROM users GROUP BY 1`);
      const schemes = await counts(`SELECT split_part(hash, '$', 2) AS name, count(*) FROM passwords GROUP BY 1`);
      await runner.commitTransaction();
      return { sessions, accounts, schemes: bounded(schemes) };
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }
}

const LIVING_SESSIONS = `SELECT client AS name, count(*) FROM sessions WHERE ${living('$1')} GROUP BY 1`;

// A hash that was written past the program may begin with anything: that must not become a label.
function bounded(schemes: Counts): Counts {
  const sums = new Map<string, number>();
  for (const [scheme, count] of schemes) {
    const name = SCHEMES.test(scheme) && sums.size < 20 ? scheme : 'other';
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums];
}
