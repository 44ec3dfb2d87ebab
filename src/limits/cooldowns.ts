import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Database } from '../database/database';

/** Cool-downs past their end that one claim clears away, so that the table stays small without a job of its own. */
const CLEARED_AT_ONCE = 20;

/** Things that may happen only so often, agreed between all instances. */
@Injectable()
export class Cooldowns {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims the right to do something now: of any number of callers in `seconds`, one gets true.
   * @param subject what is cooled down, such as an address; known or unknown makes no difference
   */
  async claim(purpose: string, subject: string, seconds: number): Promise<boolean> {
    const now = this.clock.now();
    const claimed = await this.database.query(
      `INSERT INTO cooldowns (key, until) VALUES ($1, $2)
       ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE cooldowns.until <= $3 RETURNING key`,
      [digest(purpose, subject), this.clock.in(seconds), now],
    );
    if (claimed.length > 0) await this.clear(now);
    return claimed.length > 0;
  }

  /** Seconds until it may be claimed again; 0 where it may be now. */
  async remaining(purpose: string, subject: string): Promise<number> {
    const [row] = await this.database.query<{ until: Date }>('SELECT until FROM cooldowns WHERE key = $1', [digest(purpose, subject)]);
    return row === undefined ? 0 : Math.max(0, (row.until.getTime() - this.clock.now().getTime()) / 1000);
  }

  private async clear(now: Date): Promise<void> {
    await this.database.query(
      `DELETE FROM cooldowns WHERE key IN (SELECT key FROM cooldowns WHERE until <= $1 LIMIT ${CLEARED_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
      [now],
    );
  }
}

function digest(purpose: string, subject: string): Buffer {
  return createHash('sha256').update(`${purpose}\u0000${subject}`).digest();
}
