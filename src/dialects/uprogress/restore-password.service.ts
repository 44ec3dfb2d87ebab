import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config';
import { RecoveryApproval } from '../../password-recovery/recovery-approval.service';
import { type RecoveryLetter, RecoveryRequests } from '../../password-recovery/recovery-requests.service';

/** The mail for a lost password, and the token that the app goes on with. */
@Injectable()
export class RestorePassword {
  constructor(
    private readonly requests: RecoveryRequests,
    private readonly approval: RecoveryApproval,
    private readonly config: Config,
  ) {}

  /**
   * As the document says: the returned token works.
   * @throws DomainError user_not_found
   */
  restoreFaithfully(email: string): Promise<string> {
    return this.requests.requestReturned(email, this.letter());
  }

  /** The returned token is inert until the person has said Yes on the page that the mail links to. */
  restoreSafely(email: string, origin: { ip: string | null; userAgent: string | null }): Promise<string> {
    return this.approval.request(email, origin, this.letter());
  }

  private letter(): RecoveryLetter {
    const clientUrl = this.config.dialects.uprogressClientUrl;
    return { subject: 'Restore password', code: false, ...(clientUrl === null ? {} : { link: `${clientUrl}/reset_password?reset={token}` }) };
  }
}
