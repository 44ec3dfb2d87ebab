import type { Client } from 'pg';
import { hangUp, noticeConnection } from './notice-connection';

/** Milliseconds between two renewals of the request to record; what was recorded is kept as long, or twice as long. */
const TEND_PAUSE = 60_000;
/** How long changes go on being recorded when no instance renews the request. */
const RECORDED_FOR = '1 hour';
/** Rows removed by one statement, and statements at a time. */
const BATCH = 1_000;
const MAX_BATCHES = 20;
/** Changes read at a time; more are not told one by one. */
const MAX_CHANGES = 10_000;

/** What was committed since the last look. */
export interface RecordedChanges {
  /** As `kind:id`. */
  readonly changes: readonly string[];
  /** There were more: everything kept in memory is doubtful. */
  readonly tooMany: boolean;
  /** Whether every change of now is recorded. Not yet while a transaction runs that began before recording did. */
  readonly complete: boolean;
  /** The database's, in milliseconds since the epoch. */
  readonly time: number;
}

interface ChangeRow {
  readonly snapshot: string;
  readonly complete: boolean;
  readonly time: number;
  readonly kind: string | null;
  readonly id: string | null;
}

/**
 * The changes that the schema's triggers record in the table `changes`. Transactions do not commit in the order of their
 * numbers, so a reader remembers no number but its last snapshot: new is what that snapshot could not see.
 */
export class ChangeRecord {
  private readonly timer: NodeJS.Timeout;
  /** The snapshot at the last renewal: what it could see, every instance has read. */
  private tended: string;

  private constructor(
    private readonly client: Client,
    /** Names the database among all that a Redis may serve. */
    readonly installation: string,
    private readonly first: string,
    lost: (error: unknown) => void,
    private last = first,
  ) {
    this.tended = first;
    this.timer = setInterval(() => void this.tend().catch(lost), TEND_PAUSE).unref();
  }

  /** Asks for changes to be recorded. @throws what keeps it from the database */
  static async open(url: string, lost: (error?: unknown) => void): Promise<ChangeRecord> {
    const client = noticeConnection(url);
    client.on('error', lost);
    client.on('end', () => lost());
    try {
      await client.connect();
      await client.query(RENEW);
      const { rows } = await client.query<{ snapshot: string; installation: string }>(BEGIN_READING);
      const [begin] = rows;
      if (begin === undefined) throw new Error('The table instance is empty: run the migrations');
      return new ChangeRecord(client, begin.installation, begin.snapshot, lost);
    } catch (error) {
      await hangUp(client);
      throw error;
    }
  }

  /** Not to be called again before it has answered. */
  async read(): Promise<RecordedChanges> {
    const { rows } = await this.client.query<ChangeRow>(READ, [this.last, this.first, MAX_CHANGES + 1]);
    this.last = rows[0]?.snapshot ?? this.last;
    const changes = rows.flatMap(({ kind, id }) => (kind === null ? [] : [`${kind}:${id}`]));
    const tooMany = changes.length > MAX_CHANGES;
    return { changes: tooMany ? [] : changes, tooMany, complete: rows[0]?.complete ?? false, time: rows[0]?.time ?? NaN };
  }

  /** Renews the request to record, and removes what every instance has read. */
  async tend(): Promise<void> {
    await this.client.query(RENEW);
    const { tended } = this;
    this.tended = this.last;
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const { rowCount } = await this.client.query(REMOVE, [tended, BATCH]);
      if ((rowCount ?? 0) < BATCH) break;
    }
  }

  close(): Promise<void> {
    clearInterval(this.timer);
    return hangUp(this.client);
  }
}

const RENEW = `UPDATE instance SET changes_recorded_until = now() + interval '${RECORDED_FOR}'`;

const BEGIN_READING = `SELECT pg_current_snapshot()::text AS snapshot, issuer || ':' || current_database() AS installation FROM instance`;

// A row of a dump restored elsewhere may bear the number of a transaction yet to come: it is no change of this database.
const READ = `SELECT now.snapshot::text, pg_snapshot_xmin(now.snapshot) >= pg_snapshot_xmax($2::pg_snapshot) AS complete,
    extract(epoch FROM clock_timestamp())::float8 * 1000 AS time, kind, id
  FROM (SELECT pg_current_snapshot() AS snapshot) AS now
  LEFT JOIN changes ON transaction >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(transaction, $1::pg_snapshot)
    AND transaction < pg_snapshot_xmax(now.snapshot)
  LIMIT $3`;

const REMOVE = `DELETE FROM changes WHERE (transaction, number) IN (
    SELECT transaction, number FROM changes
    WHERE pg_visible_in_snapshot(transaction, $1::pg_snapshot) OR transaction >= pg_snapshot_xmax(pg_current_snapshot())
    ORDER BY transaction, number LIMIT $2 FOR UPDATE SKIP LOCKED)`;
