import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transaction } from '../database/transaction';
import { firstLocale } from '../locale/locale';
import { Log } from '../log/log';
import type { Letter } from '../mail/letter';
import { LetterWriters } from '../mail/letter-writers';
import { Links } from '../mail/links';
import { MailQueue } from '../mail/mail-queue';
import type { OutgoingMail } from '../mail/outgoing-mail.entity';
import { deviceName } from '../sessions/device';
import type { Session } from '../sessions/session.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import { DENIAL_TTL } from './letter-terms';
import { Places } from './places';

/** Links of one account that may be open. An account whose clients name a new device each time fills no mailbox. */
const MAX_OPEN = 20;

/** Tells a person of a sign-in from a device not seen before. */
@Injectable()
export class NewDeviceNotice implements OnModuleInit {
  constructor(
    private readonly writers: LetterWriters,
    private readonly users: UsersService,
    private readonly secrets: OneTimeSecrets,
    private readonly queue: MailQueue,
    private readonly links: Links,
    private readonly places: Places,
    private readonly transaction: Transaction,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.writers.register({ new_device: (mail) => this.write(mail) });
  }

  /** Inside the transaction of the sign-in. */
  async post({ id: userId, email }: User, session: Session): Promise<void> {
    const { id: sessionId, ip, signedInAt, client } = session;
    const facts = { to: email, sessionId, device: deviceName(session), at: signedInAt.toISOString(), ip };
    await this.queue.post({ userId, kind: 'new_device', facts });
    this.transaction.afterCommit(() => this.log.event('new_device', { userId, sessionId, client, ip }));
  }

  private async write({ id, userId, locale, facts, createdAt }: OutgoingMail): Promise<Letter | null> {
    const user = userId === null ? null : await this.users.lockIfActive(userId);
    if (user === null) return null;
    const { to = user.email, sessionId, device = null, at, ip = null } = facts;
    // Another try to send this mail replaces the link that it made before.
    const others = (await this.secrets.outstanding(user.id, 'session_denial')).filter(({ context }) => context.mailId !== id);
    if (others.length >= MAX_OPEN) {
      this.log.event('new_device_notice_withheld', { userId: user.id, sessionId });
      return null;
    }
    const context = { email: to, sessionId, device, ...(ip === null ? {} : { ip }) };
    const token = await this.secrets.mintForMail(id, { userId: user.id, purpose: 'session_denial', ttl: DENIAL_TTL, context });
    const language = firstLocale(user.locale, locale);
    const place = this.places.of(ip, language);
    const letter = { kind: 'new_device', to, name: user.name, locale: language } as const;
    return { ...letter, device, at: new Date(at ?? createdAt), ip, place, link: this.links.notMe(token), days: DENIAL_TTL / 86_400 };
  }
}
