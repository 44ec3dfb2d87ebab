import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { OneTimeSecret, type SecretPurpose } from './one-time-secret.entity';

@Injectable()
export class OneTimeSecretRepository {
  constructor(private readonly database: Database) {}

  async add(secret: OneTimeSecret): Promise<void> {
    await this.database.repository(OneTimeSecret).insert({ ...secret });
  }

  /** The secret of a digest, if it can still be spent on one of `purposes`. */
  findLive(digest: Buffer, purposes: readonly SecretPurpose[], now: Date): Promise<OneTimeSecret | undefined> {
    return this.first(`SELECT * FROM one_time_secrets WHERE digest = $1 AND purpose = ANY($2) AND used_at IS NULL AND expires_at > $3`, [
      digest,
      purposes,
      now,
    ]);
  }

  /** The account of a digest, live or not; null where there is none, or none any more. */
  async ownerOf(digest: Buffer): Promise<string | null> {
    const [row] = await this.database.query<{ owner: string }>('SELECT user_id AS owner FROM one_time_secrets WHERE digest = $1', [digest]);
    return row?.owner ?? null;
  }

  /** The live secrets of a person for a purpose, oldest first. */
  listLive(userId: string, purpose: SecretPurpose, now: Date): Promise<OneTimeSecret[]> {
    return this.database.entities(
      OneTimeSecret,
      `SELECT * FROM one_time_secrets WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 ORDER BY created_at, id`,
      [userId, purpose, now],
    );
  }

  /** Spends a secret: of any number of callers at once, exactly one gets it. */
  spend(id: string, now: Date): Promise<OneTimeSecret | undefined> {
    return this.first(`UPDATE one_time_secrets SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2 RETURNING *`, [id, now]);
  }

  /** Marks a secret as approved by the person. */
  approve(id: string, now: Date): Promise<OneTimeSecret | undefined> {
    return this.first(
      `UPDATE one_time_secrets SET approved_at = $2 WHERE id = $1 AND used_at IS NULL AND approved_at IS NULL AND expires_at > $2 RETURNING *`,
      [id, now],
    );
  }

  /** Counts a guess at a short code, while there are any left: of guesses at once no more than `max` get the secret. */
  countTry(userId: string, purpose: SecretPurpose, max: number, now: Date): Promise<OneTimeSecret | undefined> {
    return this.first(
      `UPDATE one_time_secrets SET tries = tries + 1
        WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 AND tries < $4 RETURNING *`,
      [userId, purpose, now, max],
    );
  }

  async refundTry(id: string): Promise<void> {
    await this.database.query('UPDATE one_time_secrets SET tries = tries - 1 WHERE id = $1', [id]);
  }

  /** Makes a person's outstanding secrets of these purposes worthless. */
  async revoke(userId: string, purposes: readonly SecretPurpose[], now: Date): Promise<void> {
    await this.database.query(`UPDATE one_time_secrets SET used_at = $3 WHERE user_id = $1 AND purpose = ANY($2) AND used_at IS NULL`, [userId, purposes, now]);
  }

  /** As `revoke`, but for those that were returned to a caller at `since` or later. */
  async revokeMailed(userId: string, purpose: SecretPurpose, since: Date, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE one_time_secrets SET used_at = $4 WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL
        AND NOT (coalesce(context->>'returned', 'false') = 'true' AND created_at >= $3)`,
      [userId, purpose, since, now],
    );
  }

  async revokeForOthers(userId: string, purpose: SecretPurpose, email: string, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE one_time_secrets SET used_at = $4 WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL
        AND lower(context->>'email') IS DISTINCT FROM lower($3)`,
      [userId, purpose, email, now],
    );
  }

  /** Makes what was minted for a mail worthless. */
  async revokeOfMail(userId: string, mailId: string, now: Date): Promise<void> {
    await this.database.query(`UPDATE one_time_secrets SET used_at = $3 WHERE user_id = $1 AND context->>'mailId' = $2 AND used_at IS NULL`, [
      userId,
      mailId,
      now,
    ]);
  }

  /** Removes at most `limit` secrets that were spent, replaced or too old before a moment, passing over those that somebody else has locked. */
  async removeEndedBefore(before: Date, limit: number): Promise<number> {
    const removed = await this.database.query(
      `DELETE FROM one_time_secrets WHERE id IN (
        SELECT id FROM one_time_secrets WHERE least(used_at, expires_at) < $1 ORDER BY least(used_at, expires_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [before, limit],
    );
    return removed.length;
  }

  private async first(sql: string, parameters: unknown[]): Promise<OneTimeSecret | undefined> {
    const [secret] = await this.database.entities(OneTimeSecret, sql, parameters);
    return secret;
  }
}
