import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets the sweep find sessions that ended long ago without reading them all. */
export class IndexSessionEnd1763766060000 implements MigrationInterface {
  readonly name = 'IndexSessionEnd1763766060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX sessions_end_idx ON sessions (least(ended_at, expires_at))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX sessions_end_idx');
  }
}
