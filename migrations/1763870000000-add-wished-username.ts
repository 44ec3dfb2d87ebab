import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The username that a person asked for at a sign-up whose address is not confirmed yet. Not unique: it is nobody's until then. */
export class AddWishedUsername1763870000000 implements MigrationInterface {
  readonly name = 'AddWishedUsername1763870000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN wished_username text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN wished_username');
  }
}
