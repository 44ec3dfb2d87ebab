import { Get, Post, Res } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Clock } from '../clock/clock';
import { type Authentication, MaybeSession } from '../http/authentication';
import { SessionsService } from '../sessions/sessions.service';
import { UsersService } from '../users/users.service';
import { Field, QueryField } from './form-field';
import { redirect, sendPage, SHOWN_ADDRESS } from './page';
import { SignedInPageController } from './page-controller';
import { languageOf } from './page-language';
import { doneOf, presentSessions } from './present-sessions';
import { showSignIn } from './sign-in-page.controller';

/** Where a person is signed in, to look at and to end. Who is not signed in is asked to be. */
@SignedInPageController('account/sessions')
export class SessionsPageController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@MaybeSession() current: Authentication | null, @QueryField('done') done: string, @Res() reply: FastifyReply): Promise<void> {
    if (current === null) return showSignIn(reply);
    const { email } = await this.users.get(current.userId);
    const sessions = await this.sessions.list(current.userId);
    const view = presentSessions({
      email,
      sessions,
      currentId: current.sessionId,
      now: this.clock.now(),
      done: doneOf(done),
      language: languageOf(reply.request),
    });
    sendPage(reply, 'sessions', view, 200, SHOWN_ADDRESS);
  }

  @Post('end')
  async end(@MaybeSession() current: Authentication | null, @Field('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    if (current === null) return redirect(reply, 'account/sessions');
    // Another person's, an unknown one and one that has ended meanwhile look alike.
    const ended = isUUID(id) ? await this.sessions.endIfOpen(current.userId, id, 'revoked') : null;
    redirect(reply, 'account/sessions', { done: ended === null ? 'gone' : 'ended' });
  }

  @Post('end-others')
  async endOthers(@MaybeSession() current: Authentication | null, @Res() reply: FastifyReply): Promise<void> {
    if (current === null) return redirect(reply, 'account/sessions');
    await this.sessions.endOthers(current.userId, current.sessionId, 'revoked');
    redirect(reply, 'account/sessions', { done: 'others' });
  }
}
