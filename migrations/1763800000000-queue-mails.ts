import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mails are rows, written in the transaction that causes them; the worker sends them. */
export class QueueMails1763800000000 implements MigrationInterface {
  readonly name = 'QueueMails1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outgoing_mails');
  }
}

const STATEMENTS = [
  `CREATE TABLE outgoing_mails (
    id uuid NOT NULL CONSTRAINT outgoing_mails_pkey PRIMARY KEY,
    user_id uuid CONSTRAINT outgoing_mails_user_id_fkey REFERENCES users ON DELETE CASCADE,
    kind text NOT NULL,
    locale text,
    facts jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'waiting',
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    taken_until timestamptz,
    give_up_at timestamptz NOT NULL,
    failure text,
    sent_at timestamptz
  )`,
  'CREATE INDEX outgoing_mails_user_id_idx ON outgoing_mails (user_id)',
  // What the worker looks for every second, and what the sweep looks for: the sent ones in between concern neither.
  `CREATE INDEX outgoing_mails_due_idx ON outgoing_mails (due_at) WHERE state = 'waiting'`,
  `CREATE INDEX outgoing_mails_settled_idx ON outgoing_mails (created_at) WHERE state <> 'waiting'`,
];
