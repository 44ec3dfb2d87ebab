import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type ColumnType, DataSource, type EntityMetadata, type EntityTarget, type ObjectLiteral, type Repository } from 'typeorm';
import { Config } from '../config/config';
import { isPooled } from './pool-options';
import { Transaction } from './transaction';

/** SQL on the connection of the moment: the open transaction's, or one of the pool. */
@Injectable()
export class Database {
  private readonly readings = new Map<EntityMetadata, readonly ColumnReading[]>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
    private readonly config: Config,
  ) {}

  repository<Entity extends ObjectLiteral>(target: EntityTarget<Entity>): Repository<Entity> {
    return this.transaction.manager.getRepository(target);
  }

  /** Connections of this process: open, of those idle, callers that wait for one, and how many there may be. */
  get pool(): { open: number; idle: number; waiting: number; max: number } {
    const { master } = this.dataSource.driver as unknown as { master: Pool };
    return { open: master.totalCount, idle: master.idleCount, waiting: master.waitingCount, max: this.config.database.pool };
  }

  /** The rows of a statement, as the driver gives them; also of `UPDATE … RETURNING` and `DELETE … RETURNING`. */
  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result = await this.transaction.manager.query<Row[] | [Row[], number]>(sql, parameters);
    return isRowsWithCount(result) ? result[0] : result;
  }

  /**
   * The rows of a statement of the hot path, which each connection plans once: planning costs PostgreSQL more than running
   * it. Behind a transaction pooler it is a statement like any other. Its columns must be written out: `*` means other
   * columns after a migration, and the plan is made already.
   */
  async queryPrepared<Row extends object>(name: string, sql: string, parameters: unknown[]): Promise<Row[]> {
    if (isPooled(this.config.database)) return this.query<Row>(sql, parameters);
    const connection = (await this.transaction.connection) ?? (this.dataSource.driver as unknown as { master: Pool }).master;
    return (await connection.query<Row>({ name, text: sql, values: parameters })).rows;
  }

  /** The rows of a statement as entities; the statement must return the entity's columns under their own names. */
  async entities<Entity extends ObjectLiteral>(target: EntityTarget<Entity>, sql: string, parameters: unknown[] = []): Promise<Entity[]> {
    const rows = await this.query<Record<string, unknown>>(sql, parameters);
    return rows.map((row) => this.hydrate(target, row));
  }

  /** An entity's columns for a SELECT of several tables, each named `<alias>_<column>`, as `hydrate` reads them. */
  columns<Entity extends ObjectLiteral>(target: EntityTarget<Entity>, alias: string): string {
    const names = this.dataSource.getMetadata(target).columns.map((column) => column.databaseName);
    return names.map((name) => `${alias}.${name} AS ${alias}_${name}`).join(', ');
  }

  /** One row as an entity, where its columns are named `<prefix><column>`. */
  hydrate<Entity extends ObjectLiteral>(target: EntityTarget<Entity>, row: Record<string, unknown>, prefix = ''): Entity {
    const metadata = this.dataSource.getMetadata(target);
    const entity = metadata.create() as Record<string, unknown>;
    for (const { name, property, column } of this.readingOf(metadata)) {
      const value = row[prefix + name];
      entity[property] = column === null ? value : this.dataSource.driver.prepareHydratedValue(value, column);
    }
    return entity as Entity;
  }

  // What the driver gives is what the entity holds, but for columns with a transformer: to ask TypeORM about each value
  // of each row costs more than to read it.
  private readingOf(metadata: EntityMetadata): readonly ColumnReading[] {
    const known = this.readings.get(metadata);
    if (known !== undefined) return known;
    const reading = metadata.columns.map((column) => ({
      name: column.databaseName,
      property: column.propertyName,
      column: column.transformer === undefined && AS_THE_DRIVER_GIVES.has(column.type) ? null : column,
    }));
    this.readings.set(metadata, reading);
    return reading;
  }
}

interface ColumnReading {
  readonly name: string;
  readonly property: string;
  /** Where TypeORM must make the value. */
  readonly column: EntityMetadata['columns'][number] | null;
}

const AS_THE_DRIVER_GIVES = new Set<ColumnType>(['uuid', 'text', 'character', 'integer', 'timestamptz', 'jsonb', 'bytea']);

// TypeORM answers UPDATE and DELETE with a pair of rows and their count, everything else with the rows.
function isRowsWithCount<Row>(result: Row[] | [Row[], number]): result is [Row[], number] {
  return result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
}
