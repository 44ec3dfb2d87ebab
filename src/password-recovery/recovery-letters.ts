import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cooldowns } from '../limits/cooldowns';
import { firstLocale } from '../locale/locale';
import type { Letter } from '../mail/letter';
import { LetterWriters } from '../mail/letter-writers';
import { Links } from '../mail/links';
import { MailQueue } from '../mail/mail-queue';
import type { OutgoingMail } from '../mail/outgoing-mail.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { Sealer } from '../tokens/sealer';
import { comparable } from '../users/identifier';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import { RecoveryCodes } from './recovery-codes.service';
import { ADDRESS_SEAL, RECOVERY_CODE_TTL, RECOVERY_COOLDOWN, RECOVERY_TTL } from './recovery-terms';

/** More open requests than this are not recorded: with two, none can be approved any more. */
const MAX_OPEN = 2;

/** Writes recovery letters: finds out whose the submitted address is, and mints what works in the letter. */
@Injectable()
export class RecoveryLetters implements OnModuleInit {
  constructor(
    private readonly writers: LetterWriters,
    private readonly users: UsersService,
    private readonly secrets: OneTimeSecrets,
    private readonly codes: RecoveryCodes,
    private readonly cooldowns: Cooldowns,
    private readonly sealer: Sealer,
    private readonly queue: MailQueue,
    private readonly links: Links,
  ) {}

  onModuleInit(): void {
    this.writers.register({ recover_password: (mail) => this.write(mail) });
  }

  private async write(mail: OutgoingMail): Promise<Letter | null> {
    const user = mail.userId === null ? await this.identify(mail) : await this.users.lockIfActive(mail.userId);
    if (user === null || (await this.queue.isSuperseded(user.id, mail))) return null;
    await this.secrets.revokeMailed(user.id, 'recovery', mail.createdAt);
    const context = { email: user.email };
    const token = await this.secrets.mintForMail(mail.id, { userId: user.id, purpose: 'recovery', ttl: RECOVERY_TTL, context });
    const { subject, link, approval, code = true } = mail.facts;
    return {
      kind: 'recover_password',
      to: user.email,
      name: user.name,
      locale: firstLocale(user.locale, mail.locale),
      link: link === undefined ? this.links.chooseNewPassword(token) : link.replaceAll('{token}', token),
      minutes: RECOVERY_TTL / 60,
      ...(code ? { code: await this.codes.mint(user, mail.id), codeMinutes: RECOVERY_CODE_TTL / 60 } : {}),
      ...(subject === undefined ? {} : { subject }),
      ...(approval ? { approveLink: this.links.recoveryRequest(token) } : {}),
    };
  }

  /** Whose a submitted address is; null where it is nobody's, or cools down. */
  private async identify(mail: OutgoingMail): Promise<User | null> {
    const address = this.sealer.open(Buffer.from(mail.facts.address ?? '', 'base64'), ADDRESS_SEAL).toString();
    const found = await this.users.findByEmail(address);
    const free = await this.cooldowns.claim('recovery', comparable(address), RECOVERY_COOLDOWN);
    const user = found && (await this.users.lockIfActive(found.id));
    if (user === null) return null;
    await this.keepReturned(user, mail);
    if (!free) return null;
    await this.queue.assign(mail, user.id);
    return user;
  }

  private async keepReturned(user: User, { facts: { returned, ip, userAgent = null } }: OutgoingMail): Promise<void> {
    if (returned === undefined || (await this.secrets.outstanding(user.id, 'uprogress_recovery')).length >= MAX_OPEN) return;
    const context = { email: user.email, ip: ip ?? '', userAgent };
    const digest = Buffer.from(returned, 'base64url');
    await this.secrets.mint({ userId: user.id, purpose: 'uprogress_recovery', ttl: RECOVERY_TTL, context, digest });
  }
}
