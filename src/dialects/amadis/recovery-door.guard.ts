import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Doer } from '../../audit/happening';
import { bearerToken } from '../../http/api';
import { DomainError } from '../../errors/domain-error';
import { RecoveryDoor } from '../../http/recovery-door';
import { ServiceKeysService } from '../../service-keys/service-keys.service';

declare module 'fastify' {
  interface FastifyRequest {
    resetBy?: Doer;
  }
}

/** Who asks for the reset: anybody, or the holder of which service key. */
export const ResetBy = createParamDecorator((_: unknown, context: ExecutionContext): Doer => {
  const { resetBy } = context.switchToHttp().getRequest<FastifyRequest>();
  if (resetBy === undefined) throw new DomainError('service_key_required');
  return resetBy;
});

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
    request.resetBy = this.door.isFaithfulTo(request) ? { actor: 'anonymous' } : await this.holderOf(bearerToken(request));
    return true;
  }

  private async holderOf(key: string | null): Promise<Doer> {
    const { id, name } = await this.serviceKeys.require(key);
    return { actor: 'service_key', facts: { serviceKey: name, serviceKeyId: id } };
  }
}
