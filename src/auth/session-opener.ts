import { Injectable } from '@nestjs/common';
import type { ApiName } from '../config/config';
import type { Device } from '../sessions/device';
import { isNewDevice } from '../sessions/device-recognition';
import type { Session } from '../sessions/session.entity';
import { SessionIssuer } from '../sessions/session-issuer';
import type { User } from '../users/user.entity';
import { NewDeviceNotice } from './new-device-notice.service';

/** A person with a session just opened. */
export interface SignedIn {
  readonly user: User;
  readonly session: Session;
}

/** Opens a session for a person whose account is locked by the transaction, and tells them of a device not seen before. */
@Injectable()
export class SessionOpener {
  constructor(
    private readonly issuer: SessionIssuer,
    private readonly notice: NewDeviceNotice,
  ) {}

  /** @param signedInBefore whether the person has ever signed in */
  async open(user: User, client: ApiName, device: Device, signedInBefore: boolean): Promise<SignedIn> {
    const { session, earlier } = await this.issuer.issue(user.id, client, device);
    if (isNewDevice(earlier, signedInBefore)) await this.notice.post(user, session);
    return { user, session };
  }
}
