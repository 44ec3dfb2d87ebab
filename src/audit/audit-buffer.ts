import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { sqlState } from '../errors/sql-state';
import { Background } from '../log/background';
import { Log } from '../log/log';
import type { AuditEvent } from './audit-event.entity';
import { AuditRepository } from './audit.repository';
import { AuditSubjects } from './audit-subjects';
import type { AuditEventName, AuditFacts } from './happening';

/** Milliseconds between two writings: a kill loses as much of what was noted, and nothing of what was recorded. */
const PAUSE = 250;
/** Events that wait at most; what comes on top is dropped, and how many they were is recorded. */
const CAPACITY = 4_000;
/** Above this, what costs the caller nothing is dropped: a storm of it must leave room for what matters. */
const CAPACITY_FOR_CHEAP = 1_000;
/** Events written in one statement. */
const BATCH = 500;

interface Noted {
  readonly row: AuditEvent;
  /** Whose account it is about, where only the identifier is known. */
  readonly identifier: string | null;
  /** What equal cheap events have in common; null for everything else. */
  readonly key: string | null;
  /** How often the same happened between two writings. */
  times: number;
}

/** What was noted and is not written yet. Equal cheap events between two writings are one with their number. */
@Injectable()
export class AuditBuffer implements OnModuleInit, OnApplicationShutdown {
  /** Events that were dropped since the start. */
  dropped = 0;
  /** Told how many of each event were dropped, once there is room again. */
  whenDropped: (facts: AuditFacts) => void = () => undefined;
  private waiting: Noted[] = [];
  private readonly cheap = new Map<string, Noted>();
  private readonly untold = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | null = null;

  constructor(
    private readonly repository: AuditRepository,
    private readonly subjects: AuditSubjects,
    private readonly background: Background,
    private readonly log: Log,
  ) {}

  /** Events that wait to be written. */
  get size(): number {
    return this.waiting.length;
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), PAUSE).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    // Here, since the connections to the database are closed once this room is: work under way needs them, and has things to tell.
    await this.background.drain();
    await this.flush();
  }

  /** @returns whether it is a new event: neither one more of the same nor dropped */
  add(row: AuditEvent, identifier: string | null): boolean {
    const key = isCheap(row) ? [row.event, row.subjectId ?? identifier, row.ip, row.api, JSON.stringify(row.facts)].join(' ') : null;
    const same = key === null ? undefined : this.cheap.get(key);
    if (same !== undefined) {
      same.times += 1;
      return false;
    }
    if (this.waiting.length >= (key === null ? CAPACITY : CAPACITY_FOR_CHEAP)) {
      this.drop(row.event, 1);
      return false;
    }
    const noted = { row, identifier, key, times: 1 };
    this.waiting.push(noted);
    if (key !== null) this.cheap.set(key, noted);
    return true;
  }

  /** Writes what waits now. What can't be written waits for the next time. */
  async flush(): Promise<void> {
    while (this.writing !== null) await this.writing;
    if (this.waiting.length === 0) return;
    this.writing = this.writeAll().finally(() => (this.writing = null));
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    if (!(await this.writeWaiting()) || this.untold.size === 0) return;
    this.tellOfDropped();
    await this.writeWaiting();
  }

  // What comes meanwhile waits for the next time: else a storm would be a row for each statement and not for each pause.
  private async writeWaiting(): Promise<boolean> {
    for (let left = this.waiting.length; left > 0;) {
      const batch = this.waiting.splice(0, Math.min(BATCH, left));
      left -= batch.length;
      // What is on its way can't be counted up any more.
      for (const { key } of batch) if (key !== null) this.cheap.delete(key);
      if (!(await this.write(batch))) return false;
    }
    return true;
  }

  private tellOfDropped(): void {
    const facts = Object.fromEntries(this.untold);
    this.untold.clear();
    this.whenDropped(facts);
  }

  private async write(batch: Noted[]): Promise<boolean> {
    try {
      const subjects = await this.subjects.of([...new Set(batch.flatMap(({ row, identifier }) => (row.subjectId === null ? (identifier ?? []) : [])))]);
      await this.repository.addAll(batch.map((noted) => finished(noted, subjects)));
      return true;
    } catch (error) {
      this.log.failure('audit_not_written', error, { events: batch.length });
      if (isOfTheData(error)) for (const { row } of batch) this.drop(row.event, 1);
      else this.waiting.unshift(...batch);
      return false;
    }
  }

  private drop(event: string, times: number): void {
    this.dropped += times;
    this.untold.set(event, (this.untold.get(event) ?? 0) + times);
  }
}

function finished({ row, identifier, times }: Noted, subjects: ReadonlyMap<string, string>): AuditEvent {
  const subjectId = row.subjectId ?? (identifier === null ? null : (subjects.get(identifier) ?? null));
  return { ...row, subjectId, facts: times === 1 ? row.facts : { ...row.facts, times } };
}

const CHEAP_FAILURES: ReadonlySet<AuditEventName> = new Set<AuditEventName>([
  'recovery_failed',
  'email_confirmation_failed',
  'session_denial_failed',
  'email_change_undo_failed',
]);

/** Locked out, asking for a recovery, or a link or code that is no good: nothing was proved, and nothing computed. */
function isCheap({ actor, outcome, event }: AuditEvent): boolean {
  return actor === 'anonymous' && (outcome !== 'failure' || CHEAP_FAILURES.has(event));
}

/** PostgreSQL's classes for data it will never take (22, 23): trying again would keep everything else waiting for good. */
function isOfTheData(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}
