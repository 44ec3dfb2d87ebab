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
  /** A value handed out before it is known whether anybody has an account; else a new one is made. */
  readonly secret?: string;
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

  /** Whether a text could be one of our secrets at all. */
  static hasForm(text: string): boolean {
    return FORM.test(text);
  }

  /** Makes a secret and returns it: the only time it is known. */
  async mint({ userId, purpose, ttl, context = {}, secret = OneTimeSecrets.decoy() }: NewSecret): Promise<string> {
    const createdAt = this.clock.now();
    await this.repository.add({
      id: uuidv7(),
      userId,
      purpose,
      context,
      digest: digestOf(secret),
      createdAt,
      expiresAt: this.clock.in(ttl),
      approvedAt: null,
      usedAt: null,
    });
    return secret;
  }

  /**
   * Looks at a secret without spending it.
   * @throws DomainError one_time_token_invalid (not one of ours by its form), one_time_token_spent
   */
  async peek(secret: string, ...purposes: SecretPurpose[]): Promise<OneTimeSecret> {
    if (!OneTimeSecrets.hasForm(secret)) throw new DomainError('one_time_token_invalid', { field: 'token' });
    const found = await this.repository.findLive(digestOf(secret), purposes, this.clock.now());
    if (found === undefined || !isUsable(found)) throw new DomainError('one_time_token_spent', { field: 'token' });
    return found;
  }

  /**
   * Spends a secret that was looked at; of many callers at once exactly one succeeds.
   * @throws DomainError one_time_token_spent
   */
  async spend(secret: OneTimeSecret): Promise<void> {
    if ((await this.repository.spend(secret.id, this.clock.now())) === undefined) throw new DomainError('one_time_token_spent', { field: 'token' });
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
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function isUsable(secret: OneTimeSecret): boolean {
  return secret.purpose !== 'uprogress_recovery' || secret.approvedAt !== null;
}
