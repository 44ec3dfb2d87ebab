import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral, type Repository } from 'typeorm';
import { Config } from '../config/config';
import { Transaction } from './transaction';

/** SQL on the connection of the moment: the open transaction's, or one of the pool. */
@Injectable()
export class Database {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
    private readonly config: Config,
  ) {}

  repository<Entity extends ObjectLiteral>(target: EntityTarget<Entity>): Repository<Entity> {
    return this.transaction.manager.getRepository(target);
  }

  /** The rows of a statement, as the driver gives them; also of `UPDATE … RETURNING` and `DELETE … RETURNING`. */
  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result = await this.transaction.manager.query<Row[] | [Row[], number]>(sql, parameters);
    return isRowsWithCount(result) ? result[0] : result;
  }

  /**
   * The rows of a statement of the hot path, which each connection plans once: planning costs PostgreSQL more than running
   * it. Behind a transaction pooler, and inside a transaction, it is a statement like any other.
   */
  async queryPrepared<Row extends object>(name: string, sql: string, parameters: unknown[]): Promise<Row[]> {
    if (this.config.database.directUrl !== null || this.transaction.isOpen) return this.query<Row>(sql, parameters);
    const { master } = this.dataSource.driver as unknown as { master: Pool };
    return (await master.query<Row>({ name, text: sql, values: parameters })).rows;
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
    const entity = metadata.create() as Entity;
    for (const column of metadata.columns) {
      const value: unknown = this.dataSource.driver.prepareHydratedValue(row[prefix + column.databaseName], column);
      column.setEntityValue(entity, value);
    }
    return entity;
  }
}

// TypeORM answers UPDATE and DELETE with a pair of rows and their count, everything else with the rows.
function isRowsWithCount<Row>(result: Row[] | [Row[], number]): result is [Row[], number] {
  return result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
}
