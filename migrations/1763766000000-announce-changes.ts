import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What instances keep in memory of accounts and sessions is dropped when it changes. The announcement is made by the
 * database itself, inside the changing transaction, so that no statement of ours or of an operator's can forget it.
 */
export class AnnounceChanges1763766000000 implements MigrationInterface {
  readonly name = 'AnnounceChanges1763766000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER sessions_announce ON sessions');
    await runner.query('DROP TRIGGER sessions_announce_deletion ON sessions');
    await runner.query('DROP TRIGGER users_announce_change ON users');
    await runner.query('DROP TRIGGER users_announce_deletion ON users');
    await runner.query('DROP FUNCTION announce_session_change, announce_user_change');
  }
}

const STATEMENTS = [
  `CREATE FUNCTION announce_session_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_notify('latchkey_changes', 'session:' || OLD.id); RETURN NULL; END $$`,
  `CREATE FUNCTION announce_user_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_notify('latchkey_changes', 'user:' || OLD.id); RETURN NULL; END $$`,
  // A use or a refresh of a session changes nothing that a reader goes by.
  `CREATE TRIGGER sessions_announce AFTER UPDATE ON sessions FOR EACH ROW WHEN (
      OLD.ended_at IS DISTINCT FROM NEW.ended_at OR OLD.expires_at IS DISTINCT FROM NEW.expires_at
      OR OLD.idle_seconds IS DISTINCT FROM NEW.idle_seconds OR OLD.token_generation IS DISTINCT FROM NEW.token_generation
      OR OLD.kept_token_id IS DISTINCT FROM NEW.kept_token_id)
    EXECUTE FUNCTION announce_session_change()`,
  // The sweep removes what has ended, which nobody keeps as living.
  `CREATE TRIGGER sessions_announce_deletion AFTER DELETE ON sessions FOR EACH ROW WHEN (OLD.ended_at IS NULL)
    EXECUTE FUNCTION announce_session_change()`,
  `CREATE TRIGGER users_announce_change AFTER UPDATE ON users FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION announce_user_change()`,
  `CREATE TRIGGER users_announce_deletion AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION announce_user_change()`,
];
