import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a key signs; null: it is published and does not yet. */
export class PublishNextKey1763840000000 implements MigrationInterface {
  readonly name = 'PublishNextKey1763840000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE signing_keys ADD COLUMN activated_at timestamptz');
    await runner.query('UPDATE signing_keys SET activated_at = created_at');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM signing_keys WHERE activated_at IS NULL');
    await runner.query('ALTER TABLE signing_keys DROP COLUMN activated_at');
  }
}
