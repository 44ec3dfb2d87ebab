import { AuditBuffer } from '../../src/audit/audit-buffer';
import { Background } from '../../src/log/background';
import type { TestApp } from './app';
import { everywhere } from './everywhere';

/** An entry of the audit trail as it is stored. */
export interface Trace {
  readonly at: Date;
  readonly event: string;
  readonly outcome: string;
  readonly subject: string | null;
  readonly actor: string;
  readonly actorId: string | null;
  readonly session: string | null;
  readonly api: string | null;
  readonly ip: string | null;
  readonly agent: string | null;
  readonly request: string | null;
  readonly facts: Record<string, unknown>;
}

const COLUMNS = `at, event, outcome, subject_id AS subject, actor, actor_id AS "actorId", session_id AS session, api, ip,
  user_agent AS agent, request_id AS request, facts`;

/** Once nothing is under way on any instance, and what they noted is written. */
export async function auditWritten(app: TestApp): Promise<void> {
  await everywhere(app, Background, (background) => background.drain());
  await everywhere(app, AuditBuffer, (buffer) => buffer.flush());
}

/** The whole trail in its order, once nothing is under way. */
export async function trailOf(app: TestApp): Promise<Trace[]> {
  await auditWritten(app);
  return app.db<Trace & Record<string, unknown>>(`SELECT ${COLUMNS} FROM audit_events ORDER BY id`);
}

/** What the trail got while something was done. */
export async function traced(app: TestApp, work: () => PromiseLike<unknown>): Promise<Trace[]> {
  const before = await trailOf(app);
  await work();
  return (await trailOf(app)).slice(before.length);
}

/** The same, and that each entry says that it happened meanwhile, by the program's clock. */
export async function tracedInTime(app: TestApp, work: () => PromiseLike<unknown>): Promise<Trace[]> {
  const began = app.clock.now().getTime();
  const trail = await traced(app, work);
  const ended = app.clock.now().getTime();
  expect(trail.filter(({ at }) => at.getTime() < began || at.getTime() > ended)).toEqual([]);
  return trail;
}
