import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where notices travel through Redis, which may lose one, changes are recorded too: instances look there for what they
 * missed. They are recorded only while an instance asks for it.
 */
export class RecordChanges1763766120000 implements MigrationInterface {
  readonly name = 'RecordChanges1763766120000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER signing_keys_announce ON signing_keys');
    await runner.query('DROP FUNCTION announce_key_change');
    for (const kind of ['session', 'user']) {
      await runner.query(
        `CREATE OR REPLACE FUNCTION announce_${kind}_change() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN PERFORM pg_notify('latchkey_changes', '${kind}:' || OLD.id); RETURN NULL; END $$`,
      );
    }
    await runner.query('ALTER TABLE instance DROP COLUMN changes_recorded_until');
    await runner.query('DROP TABLE changes');
  }
}

// With the search path of now: whoever changes a row, by whatever search path, it is recorded beside it.
const announcing = (kind: string, row: 'OLD' | 'NEW') =>
  `CREATE OR REPLACE FUNCTION announce_${kind}_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
      PERFORM pg_notify('latchkey_changes', '${kind}:' || ${row}.id);
      INSERT INTO changes (kind, id) SELECT '${kind}', ${row}.id FROM instance WHERE changes_recorded_until > now();
      RETURN NULL;
    END $$`;

const STATEMENTS = [
  // By transaction first: what a snapshot has not seen yet stands at the end.
  `CREATE TABLE changes (
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    number bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    id text NOT NULL,
    CONSTRAINT changes_pkey PRIMARY KEY (transaction, number)
  )`,
  'ALTER TABLE instance ADD COLUMN changes_recorded_until timestamptz',
  announcing('session', 'OLD'),
  announcing('user', 'OLD'),
  announcing('key', 'NEW'),
  // So that a new key signs and is published everywhere at once.
  `CREATE TRIGGER signing_keys_announce AFTER INSERT OR UPDATE ON signing_keys FOR EACH ROW EXECUTE FUNCTION announce_key_change()`,
];
