import type { Client } from 'pg';
import type { Clock } from '../clock/clock';
import type { Log } from '../log/log';
import { ChangeNotices, type LineEvents, type NoticeLine } from './change-notices';
import { hangUp, noticeConnection } from './notice-connection';

/** The channel that the triggers of the schema announce changes on. */
const CHANNEL = 'latchkey_changes';

const BEAT = 'SELECT pg_notify($1, $2), extract(epoch FROM clock_timestamp())::float8 * 1000 AS time';

/** Notices by PostgreSQL's LISTEN, on a connection of its own. */
export class PostgresNotices extends ChangeNotices {
  /** @param url past a transaction pooler, which has no LISTEN */
  constructor(
    private readonly url: string,
    clock: Clock,
    log: Log,
  ) {
    super(clock, log);
  }

  protected override async open({ heard, lost }: LineEvents): Promise<NoticeLine> {
    const client = noticeConnection(this.url);
    client.on('notification', ({ payload = '' }) => heard(payload));
    client.on('error', lost);
    client.on('end', () => lost());
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      return new PostgresLine(client);
    } catch (error) {
      await hangUp(client);
      throw error;
    }
  }
}

class PostgresLine implements NoticeLine {
  constructor(private readonly client: Client) {}

  async beat(message: string): Promise<number> {
    const { rows } = await this.client.query<{ time: number }>(BEAT, [CHANNEL, message]);
    return rows[0]?.time ?? NaN;
  }

  announce(): void {
    // The triggers have done it, inside the transaction.
  }

  close(): Promise<void> {
    return hangUp(this.client);
  }
}
