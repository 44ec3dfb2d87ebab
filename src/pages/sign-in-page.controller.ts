import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SignIn } from '../auth/sign-in.service';
import { DomainError } from '../errors/domain-error';
import { type Authentication, MaybeSession } from '../http/authentication';
import { Origin, type RequestOrigin } from '../http/request-origin';
import { BrowserTokens } from '../sessions/browser-tokens';
import { derivedDevice } from '../sessions/device';
import { SessionsService } from '../sessions/sessions.service';
import { BrowserCookie } from './browser-cookie';
import { type FormFault, formFault } from './form-fault';
import { Field } from './form-field';
import { redirect, sendPage, SHOWN_ADDRESS } from './page';
import { SignedInPageController } from './page-controller';
import { EMAIL_MAX } from '../users/mail-address';

/** Signs this browser in, with the same budget of attempts and the same queue of hashes as the APIs, and out again. */
@SignedInPageController('account')
export class SignInPageController {
  constructor(
    private readonly signIns: SignIn,
    private readonly sessions: SessionsService,
    private readonly tokens: BrowserTokens,
    private readonly cookie: BrowserCookie,
  ) {}

  @Get('sign-in')
  form(@MaybeSession() current: Authentication | null, @Res() reply: FastifyReply): void {
    if (current !== null) return redirect(reply, 'account/sessions');
    showSignIn(reply);
  }

  @Post('sign-in')
  async signIn(
    @MaybeSession() current: Authentication | null,
    @Field('identifier') identifier: string,
    @Field('password') password: string,
    @Origin() origin: RequestOrigin,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      const { session } = await this.signIns.signIn(readable(identifier, password), 'native', derivedDevice({}, origin));
      this.cookie.give(reply, this.tokens.of(session));
    } catch (failure) {
      return showSignIn(reply, identifier, formFault(failure, reply.request));
    }
    // The browser has room for one session: the one before would live on where nobody holds it.
    if (current !== null) await this.sessions.endIfOpen(current.userId, current.sessionId, 'signed_out');
    redirect(reply, 'account/sessions');
  }

  @Post('sign-out')
  async signOut(@MaybeSession() current: Authentication | null, @Res() reply: FastifyReply): Promise<void> {
    if (current !== null) await this.sessions.endIfOpen(current.userId, current.sessionId, 'signed_out');
    this.cookie.takeBack(reply);
    redirect(reply, 'account/sign-in');
  }
}

/** The form, also in place of a page that is for the signed-in alone. */
export function showSignIn(reply: FastifyReply, identifier = '', fault?: FormFault): void {
  sendPage(reply, 'sign-in', { identifier, fault: fault?.message ?? null }, fault?.status, SHOWN_ADDRESS);
}

/** @throws DomainError invalid_input for what can't be anybody's, before it costs a hash */
function readable(identifier: string, password: string): { email: string; password: string } {
  const faults = [
    ...(identifier.trim() === '' ? [{ field: 'identifier', code: 'required', message: 'is required' }] : []),
    ...(identifier.length > EMAIL_MAX ? [{ field: 'identifier', code: 'too_long', message: `must be at most ${EMAIL_MAX} characters long` }] : []),
    ...(password === '' ? [{ field: 'password', code: 'required', message: 'is required' }] : []),
  ];
  if (faults.length > 0) throw new DomainError('invalid_input', { faults });
  return { email: identifier, password };
}
