import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { bearerToken } from '../../http/api';
import { RecoveryDoor } from '../../http/recovery-door';
import { ServiceKeysService } from '../../service-keys/service-keys.service';

/**
 * `LEGACY_RECOVERY`: in `faithful` anybody may have a password reset, as the document says; in `safe` only a holder of a
 * service key. A guard comes before the body is validated, so that who may not pass learns nothing.
 */
@Injectable()
export class RecoveryDoorGuard implements CanActivate {
  constructor(
    private readonly door: RecoveryDoor,
    private readonly serviceKeys: ServiceKeysService,
  ) {}

  /** @throws DomainError service_key_required */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!this.door.isFaithfulTo(request)) await this.serviceKeys.require(bearerToken(request));
    return true;
  }
}
