import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-local';
import type { VerifiedCredentials } from '../credentials/credentials.service';
import { requestOrigin } from '../http/request-origin';
import type { SignInDto } from './auth.dto';
import { registerUniquely } from './passport-strategy';
import { SignIn } from './sign-in.service';

/** Identifier and password from the body that the guard has validated. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy, 'local') {
  /** The name that guards know it by. */
  readonly registeredAs: string;

  constructor(private readonly signIn: SignIn) {
    super({ usernameField: 'identifier', passwordField: 'password', session: false, passReqToCallback: true });
    this.registeredAs = registerUniquely(this);
  }

  /** @throws DomainError bad_credentials, too_many_requests, overloaded */
  validate(request: FastifyRequest): Promise<VerifiedCredentials> {
    return this.signIn.verify(request.body as SignInDto, requestOrigin(request));
  }
}
