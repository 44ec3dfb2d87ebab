import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';

/** Where the links in mails lead: always to the configured address, whatever Host a request came with. */
@Injectable()
export class Links {
  constructor(private readonly config: Config) {}

  /** The page to ask for a recovery mail. */
  recover(): string {
    return this.page('recover');
  }

  /** The page to choose a new password. */
  chooseNewPassword(token: string): string {
    return this.page('recover/confirm', token);
  }

  /** The page to confirm an address. */
  confirmEmail(token: string): string {
    return this.page('confirm-email', token);
  }

  /** The page that asks whether the person asked for a reset. */
  recoveryRequest(token: string): string {
    return this.page('recovery-request', token);
  }

  /** The page to deny a sign-in. */
  notMe(token: string): string {
    return this.page('not-me', token);
  }

  /** The page to take back a change of address. */
  undoEmailChange(token: string): string {
    return this.page('undo-email-change', token);
  }

  private page(name: string, token?: string): string {
    const query = token === undefined ? '' : `?token=${encodeURIComponent(token)}`;
    return `${this.config.http.publicUrl}/account/${name}${query}`;
  }
}
