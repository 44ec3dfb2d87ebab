import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../clock/clock';
import { DomainError } from '../errors/domain-error';
import type { OneTimeSecret, SecretContext, SecretPurpose } from './one-time-secret.entity';
import { OneTimeSecretRepository } from './one-time-secret.repository';

/** How a secret looks: 256 bits in base64url. Anything else was never one of ours. */
const FORM = /^[A-Za-z0-9_-]{43}$/;

export interface NewSecret {
  readonly userId: string;
  readonly purpose: SecretPurpose;
  /** Seconds. */
  readonly ttl: number;
  readonly context?: SecretContext;
  /** Of a value handed out before it was known whether anybody has an account; else a new one is made. */
  readonly digest?: Buffer;
}

/** Secrets that are handed out once and work once: the tokens of recovery and confirmation links. */
@Injectable()
export class OneTimeSecrets {
  constructor(
    private readonly repository: OneTimeSecretRepository,
    private readonly clock: Clock,
  ) {}

  /** A value of the same form that is no secret of anybody. */
  static decoy(): string {
    return randomBytes(32).toString('base64url');
  }

  /** What is kept of a secret. */
  static digest(secret: string): Buffer {
    return createHash('sha256').update(secret).digest();
  }

  /** Whether a text could be one of our secrets at all. */
  static hasForm(text: string): boolean {
    return FORM.test(text);
  }

  /** Makes a secret and returns it: the only time it is known. */
  async mint({ userId, purpose, ttl, context = {}, digest }: NewSecret): Promise<string> {
    const secret = OneTimeSecrets.decoy();
    const createdAt = this.clock.now();
    await this.repository.add({
      id: uuidv7(),
      userId,
      purpose,
      context,
      digest: digest ?? OneTimeSecrets.digest(secret),
      createdAt,
      expiresAt: this.clock.in(ttl),
      approvedAt: null,
      usedAt: null,
      tries: 0,
    });
    return secret;
  }

  /** Makes the secret of a mail that is about to be sent; what an earlier try to send it made is worthless from now on. */
  async mintForMail(mailId: string, { context, ...secret }: Omit<NewSecret, 'digest'>): Promise<string> {
    await this.repository.revokeOfMail(secret.userId, mailId, this.clock.now());
    return this.mint({ ...secret, context: { ...context, mailId } });
  }

  /**
   * Looks at a secret without spending it.
   * @throws DomainError one_time_token_invalid (not one of ours by its form), one_time_token_spent
   */
  async peek(secret: string, ...purposes: SecretPurpose[]): Promise<OneTimeSecret> {
    if (!OneTimeSecrets.hasForm(secret)) throw new DomainError('one_time_token_invalid', { field: 'token' });
    const found = await this.repository.findLive(OneTimeSecrets.digest(secret), purposes, this.clock.now());
    if (found === undefined || !isUsable(found)) throw new DomainError('one_time_token_spent', { field: 'token' });
    return found;
  }

  /** Whose a secret is or was, whatever has become of it; null where it is nobody's, or forgotten. */
  async ownerOf(secret: string): Promise<string | null> {
    return OneTimeSecrets.hasForm(secret) ? this.repository.ownerOf(OneTimeSecrets.digest(secret)) : null;
  }

  /**
   * Spends a secret that was looked at; of many callers at once exactly one succeeds.
   * @throws DomainError one_time_token_spent
   */
  async spend(secret: OneTimeSecret): Promise<void> {
    if ((await this.repository.spend(secret.id, this.clock.now())) === undefined) throw new DomainError('one_time_token_spent', { field: 'token' });
  }

  /** The live short code of a person, after a guess at it was counted; undefined where there is none, or no guess left. */
  countTry(userId: string, purpose: SecretPurpose, max: number): Promise<OneTimeSecret | undefined> {
    return this.repository.countTry(userId, purpose, max, this.clock.now());
  }

  /** Gives a guess back: it was right. */
  refundTry({ id }: OneTimeSecret): Promise<void> {
    return this.repository.refundTry(id);
  }

  /** The live secrets of a person for a purpose, also those that wait for approval; oldest first. */
  outstanding(userId: string, purpose: SecretPurpose): Promise<OneTimeSecret[]> {
    return this.repository.listLive(userId, purpose, this.clock.now());
  }

  /** @throws DomainError one_time_token_spent where it was approved, spent or has expired meanwhile */
  async approve(secret: OneTimeSecret): Promise<void> {
    if ((await this.repository.approve(secret.id, this.clock.now())) === undefined) throw new DomainError('one_time_token_spent', { field: 'token' });
  }

  /** Makes a person's outstanding secrets of these purposes worthless. */
  revoke(userId: string, ...purposes: SecretPurpose[]): Promise<void> {
    return this.repository.revoke(userId, purposes, this.clock.now());
  }

  /** Makes those of a person's outstanding secrets of a purpose worthless that are for another address than this one. */
  revokeForOthers(userId: string, purpose: SecretPurpose, email: string): Promise<void> {
    return this.repository.revokeForOthers(userId, purpose, email, this.clock.now());
  }

  /** Makes a person's mailed secrets of a purpose worthless, and those returned to a caller before `since`. */
  revokeMailed(userId: string, purpose: SecretPurpose, since: Date): Promise<void> {
    return this.repository.revokeMailed(userId, purpose, since, this.clock.now());
  }
}

function isUsable(secret: OneTimeSecret): boolean {
  return secret.purpose !== 'uprogress_recovery' || secret.approvedAt !== null;
}
