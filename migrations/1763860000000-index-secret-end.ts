import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets the sweep find secrets that ended long ago without reading them all. */
export class IndexSecretEnd1763860000000 implements MigrationInterface {
  readonly name = 'IndexSecretEnd1763860000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX one_time_secrets_end_idx ON one_time_secrets (least(used_at, expires_at))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX one_time_secrets_end_idx');
  }
}
