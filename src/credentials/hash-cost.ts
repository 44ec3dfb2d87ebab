import { Injectable } from '@nestjs/common';
import type { Algorithm, Options } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane. */
@Injectable()
export class HashCost {
  readonly argon2: Options = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
}
