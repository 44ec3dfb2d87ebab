import { type CanActivate, Injectable } from '@nestjs/common';
import { SignUp } from './sign-up.service';

/** Where registration is closed, nothing of the request is looked at. */
@Injectable()
export class OpenSignUpGuard implements CanActivate {
  constructor(private readonly signUps: SignUp) {}

  /** @throws DomainError sign_up_closed */
  canActivate(): boolean {
    this.signUps.requireOpen();
    return true;
  }
}
