import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit trail. Rows are added and never changed: the database itself refuses UPDATE, DELETE and TRUNCATE, but for the two
 * functions that erase a person and sweep what is older than its retention.
 */
export class CreateAuditEvents1763810000000 implements MigrationInterface {
  readonly name = 'CreateAuditEvents1763810000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLE, ...APPEND_ONLY, ...EXCEPTIONS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION erase_person_from_audit, sweep_audit');
    await runner.query('DROP TABLE audit_events');
    await runner.query('DROP FUNCTION refuse_audit_change');
  }
}

// No foreign key: the trail outlives the account.
const TABLE = [
  `CREATE TABLE audit_events (
    id uuid NOT NULL CONSTRAINT audit_events_pkey PRIMARY KEY,
    at timestamptz NOT NULL,
    event text NOT NULL,
    outcome text NOT NULL,
    subject_id uuid,
    actor text NOT NULL,
    actor_id uuid,
    session_id uuid,
    api text,
    ip text,
    user_agent text,
    request_id text,
    facts jsonb NOT NULL DEFAULT '{}'
  )`,
  'CREATE INDEX audit_events_subject_id_idx ON audit_events (subject_id, id)',
  'CREATE INDEX audit_events_actor_id_idx ON audit_events (actor_id) WHERE actor_id IS NOT NULL',
];

const APPEND_ONLY = [
  `CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = current_setting('latchkey.audit_change', true) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        -- What happened, when and how it ended stays, whoever it was.
        IF (NEW.id, NEW.at, NEW.event, NEW.outcome, NEW.actor, NEW.api, NEW.facts) IS NOT DISTINCT FROM
           (OLD.id, OLD.at, OLD.event, OLD.outcome, OLD.actor, OLD.api, OLD.facts) THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END $$`,
  `CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()`,
  `CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`,
];

// The setting holds inside the function alone: PostgreSQL puts it back when the function returns.
const EXCEPTIONS = [
  // In steps of a bounded number of rows; the caller goes on until none is left.
  `CREATE FUNCTION erase_person_from_audit(person uuid, pseudonym uuid, most integer) RETURNS integer
    LANGUAGE plpgsql SET latchkey.audit_change = 'UPDATE' SET search_path FROM CURRENT AS $$
    DECLARE erased integer;
    BEGIN
      UPDATE audit_events SET
        subject_id = CASE subject_id WHEN person THEN pseudonym ELSE subject_id END,
        actor_id = CASE actor_id WHEN person THEN pseudonym ELSE actor_id END,
        session_id = NULL, ip = NULL, user_agent = NULL, request_id = NULL
      WHERE id IN (SELECT id FROM audit_events WHERE subject_id = person OR actor_id = person LIMIT most);
      GET DIAGNOSTICS erased = ROW_COUNT;
      RETURN erased;
    END $$`,
  `CREATE FUNCTION sweep_audit(before uuid, most integer) RETURNS integer
    LANGUAGE plpgsql SET latchkey.audit_change = 'DELETE' SET search_path FROM CURRENT AS $$
    DECLARE swept integer;
    BEGIN
      DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE id < before ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED);
      GET DIAGNOSTICS swept = ROW_COUNT;
      RETURN swept;
    END $$`,
];
