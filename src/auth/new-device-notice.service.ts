import { Injectable } from '@nestjs/common';
import { Background } from '../log/background';
import { Log } from '../log/log';
import { Links } from '../mail/links';
import { Mail } from '../mail/mail';
import { deviceName } from '../sessions/device';
import type { Session } from '../sessions/session.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import type { User } from '../users/user.entity';

/** Seconds that the link "This wasn't me" lives: people don't read their mail every day. */
const DENIAL_TTL = 7 * 86_400;
/** Links of one account that may be open. An account whose clients name a new device each time fills no mailbox. */
const MAX_OPEN = 20;

/** Tells a person of a sign-in from a device not seen before. */
@Injectable()
export class NewDeviceNotice {
  constructor(
    private readonly secrets: OneTimeSecrets,
    private readonly mail: Mail,
    private readonly links: Links,
    private readonly background: Background,
    private readonly log: Log,
  ) {}

  /** Returns at once: the sign-in, which is committed, waits for no letter. */
  send(user: User, session: Session): void {
    this.log.event('new_device', { userId: user.id, sessionId: session.id, client: session.client, ip: session.ip });
    this.background.run('new_device_notice', () => this.post(user, session));
  }

  private async post(user: User, session: Session): Promise<void> {
    if ((await this.secrets.outstanding(user.id, 'session_denial')).length >= MAX_OPEN) {
      return this.log.event('new_device_notice_withheld', { userId: user.id, sessionId: session.id });
    }
    const { id: sessionId, ip, signedInAt: at } = session;
    const device = deviceName(session);
    const context = { email: user.email, sessionId, device, ...(ip === null ? {} : { ip }) };
    const token = await this.secrets.mint({ userId: user.id, purpose: 'session_denial', ttl: DENIAL_TTL, context });
    this.mail.send({ kind: 'new_device', to: user.email, name: user.name, device, at, ip, link: this.links.notMe(token) });
  }
}
