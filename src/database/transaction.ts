import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../config/config';
import { isPooled, TRANSACTION_LIMITS } from './pool-options';

type AfterCommit = () => void | Promise<void>;

interface OpenTransaction {
  readonly manager: EntityManager;
  readonly afterCommit: AfterCommit[];
}

/** Runs work in one database transaction; everything called inside joins it without being told. */
@Injectable()
export class Transaction {
  private readonly open = new AsyncLocalStorage<OpenTransaction>();
  private running = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** The connection to use now: the open transaction's, else any of the pool. */
  get manager(): EntityManager {
    return this.open.getStore()?.manager ?? this.dataSource.manager;
  }

  /** The open transaction's own connection; null outside of one. */
  get connection(): Promise<PoolClient> | null {
    return (this.open.getStore()?.manager.queryRunner?.connect() as Promise<PoolClient> | undefined) ?? null;
  }

  /** Whether the caller is inside a transaction. */
  get isOpen(): boolean {
    return this.open.getStore() !== undefined;
  }

  /** Commits when `work` resolves, rolls back when it throws. Inside another transaction it is part of that one. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.open.getStore() !== undefined) return work();
    const afterCommit: AfterCommit[] = [];
    const result = await this.tracked(() =>
      this.dataSource.transaction(async (manager) => {
        if (isPooled(this.config.database)) await manager.query(TRANSACTION_LIMITS);
        return this.open.run({ manager, afterCommit }, work);
      }),
    );
    // All are begun at once: what is dropped from memory must not wait for what takes time.
    await Promise.all(afterCommit.map(async (action) => action()));
    return result;
  }

  /** Work that is undone by itself where it throws, in the open transaction, which goes on. */
  attempt<T>(work: () => Promise<T>): Promise<T> {
    return this.run(() => this.manager.transaction(work));
  }

  /**
   * For what must not happen when the transaction is rolled back, such as a mail. Outside a transaction: at once. What takes
   * time holds up whoever ran the transaction, so it must end soon; it must not fail, since everything is committed.
   */
  afterCommit(action: AfterCommit): void {
    const transaction = this.open.getStore();
    if (transaction === undefined) void action();
    else transaction.afterCommit.push(() => this.open.exit(action));
  }

  // Once anything has run in it, the storage makes every promise of the program dearer, also those of reads, until it is
  // switched off again.
  private async tracked<T>(transaction: () => Promise<T>): Promise<T> {
    this.running += 1;
    try {
      return await transaction();
    } finally {
      this.running -= 1;
      if (this.running === 0) this.open.disable();
    }
  }
}
