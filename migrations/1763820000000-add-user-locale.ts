import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The language that a person's letters are written in; null: unknown. */
export class AddUserLocale1763820000000 implements MigrationInterface {
  readonly name = 'AddUserLocale1763820000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN locale text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN locale');
  }
}
