import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../../config/config';
import { bearerToken } from '../../http/api';
import { isLocalRequest } from '../../http/local-request';
import { ServiceKeysService } from '../../service-keys/service-keys.service';

/**
 * `LEGACY_RECOVERY`: in `faithful` anybody may have a password reset, as the document says; in `safe` only a holder of a
 * service key. Where nobody chose `faithful` it holds for this machine's own requests alone. A guard comes before the
 * body is validated, so that who may not pass learns nothing.
 */
@Injectable()
export class RecoveryDoorGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly serviceKeys: ServiceKeysService,
  ) {}

  /** @throws DomainError service_key_required */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!this.isOpenTo(request)) await this.serviceKeys.require(bearerToken(request));
    return true;
  }

  private isOpenTo(request: FastifyRequest): boolean {
    const { recovery, recoveryChosen } = this.config.dialects;
    return recovery === 'faithful' && (recoveryChosen || isLocalRequest(request, this.config));
  }
}
