import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Short codes can be guessed: tries are counted, beside the secret they are tries of. */
export class CountTries1763800100000 implements MigrationInterface {
  readonly name = 'CountTries1763800100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE one_time_secrets ADD COLUMN tries integer NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE one_time_secrets DROP COLUMN tries');
  }
}
