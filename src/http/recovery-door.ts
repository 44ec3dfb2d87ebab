import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config';
import { isLocalRequest } from './local-request';

/** `LEGACY_RECOVERY`, as it holds for a request: what is faithful only by default is so for this machine's own requests alone. */
@Injectable()
export class RecoveryDoor {
  constructor(private readonly config: Config) {}

  isFaithfulTo(request: FastifyRequest): boolean {
    const { recovery, recoveryChosen } = this.config.dialects;
    return recovery === 'faithful' && (recoveryChosen || isLocalRequest(request, this.config));
  }
}
