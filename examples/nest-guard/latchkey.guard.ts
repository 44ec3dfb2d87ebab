import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  Logger,
  ServiceUnavailableException,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Caller, LatchkeyTokens, TokenRefused } from './latchkey-tokens';

/** `@AtOnce()`: this route asks Latchkey whether the session is alive. */
export const AtOnce = Reflector.createDecorator<void, true>({ transform: () => true });
/** `@Scopes(['admin'])`: the scopes that a caller of this route needs, all of them. */
export const Scopes = Reflector.createDecorator<string[]>();
/** A parameter of a guarded route: who calls. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<GuardedRequest>().caller);

interface GuardedRequest {
  readonly headers: { readonly authorization?: string };
  caller?: Caller;
}

/** Lets in who presents a good access token of Latchkey: 401 without, 403 without the scopes, 503 where it cannot be told. */
@Injectable()
export class LatchkeyGuard implements CanActivate {
  private readonly logger = new Logger(LatchkeyGuard.name);

  constructor(
    private readonly tokens: LatchkeyTokens,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) throw this.challenge(context, 'Bearer');
    request.caller = await this.callerOf(token, context);
    const { scopes } = request.caller;
    const needed = this.reflector.getAllAndOverride(Scopes, [context.getHandler(), context.getClass()]) ?? [];
    if (!needed.every((scope) => scopes.includes(scope))) throw new ForbiddenException();
    return true;
  }

  private async callerOf(token: string, context: ExecutionContext): Promise<Caller> {
    const atOnce = this.reflector.getAllAndOverride(AtOnce, [context.getHandler(), context.getClass()]) ?? false;
    try {
      return await (atOnce ? this.tokens.verifyAtOnce(token) : this.tokens.verify(token));
    } catch (error) {
      if (error instanceof TokenRefused) throw this.challenge(context, 'Bearer error="invalid_token"');
      // Neither let in nor signed out: the token may be good, and Latchkey cannot be asked.
      this.logger.error(`A token could not be verified: ${String(error)}`);
      throw new ServiceUnavailableException();
    }
  }

  /** RFC 6750, 3. Express and Fastify both know `header`. */
  private challenge(context: ExecutionContext, value: string): UnauthorizedException {
    context.switchToHttp().getResponse<{ header(name: string, value: string): unknown }>().header('WWW-Authenticate', value);
    return new UnauthorizedException();
  }
}
