import { Injectable } from '@nestjs/common';
import { Database } from './database';

/** Rows of a person as they are stored, for the export of personal data. */
@Injectable()
export class StoredRows {
  constructor(private readonly database: Database) {}

  /**
   * A reader of a person's rows in a table.
   * @param without columns that hold digests, hashes and keys
   */
  reader(table: string, owner: string, without: readonly string[] = []): (userId: string) => Promise<Record<string, unknown>[]> {
    const sql = `SELECT to_jsonb(t) - $2::text[] AS row FROM ${table} AS t WHERE t.${owner} = $1 ORDER BY 1`;
    return async (userId) => (await this.database.query<{ row: Record<string, unknown> }>(sql, [userId, without])).map(({ row }) => row);
  }

  /** The same where there is one row at most; null where there is none. */
  single(table: string, owner: string, without: readonly string[] = []): (userId: string) => Promise<unknown> {
    const read = this.reader(table, owner, without);
    return async (userId) => (await read(userId))[0] ?? null;
  }
}
