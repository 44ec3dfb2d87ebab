import { Injectable, type OnModuleInit } from '@nestjs/common';
import { firstLocale } from '../locale/locale';
import type { Letter, LetterFacts, MailedLink } from '../mail/letter';
import { LetterWriters } from '../mail/letter-writers';
import { Links } from '../mail/links';
import { MailQueue } from '../mail/mail-queue';
import type { OutgoingMail } from '../mail/outgoing-mail.entity';
import type { User } from '../users/user.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { UsersService } from '../users/users.service';
import { CONFIRMATION_TTL, UNDO_TTL } from './letter-terms';

/** Writes the letters about an account: its address and its password. */
@Injectable()
export class AccountLetters implements OnModuleInit {
  constructor(
    private readonly writers: LetterWriters,
    private readonly users: UsersService,
    private readonly secrets: OneTimeSecrets,
    private readonly queue: MailQueue,
    private readonly links: Links,
  ) {}

  onModuleInit(): void {
    this.writers.register({
      welcome: (mail) => this.confirmation('welcome', mail),
      confirm_address: (mail) => this.confirmation('confirm_address', mail),
      confirm_new_address: (mail) => this.change(mail),
      account_exists: (mail) => this.to(mail, () => ({ kind: 'account_exists', link: this.links.recover() })),
      password_changed: (mail) => this.to(mail, () => ({ kind: 'password_changed', at: new Date(mail.facts.at ?? mail.createdAt) })),
      address_change_notice: (mail) => this.changeNotice(mail),
      address_restored: (mail) => this.to(mail, () => ({ kind: 'address_restored' })),
      address_changed: (mail) => this.to(mail, () => ({ kind: 'address_changed', newAddress: mail.facts.newAddress ?? '' })),
    });
  }

  private async confirmation(kind: 'welcome' | 'confirm_address', mail: OutgoingMail): Promise<Letter | null> {
    const user = await this.addressee(mail);
    if (user === null || user.emailVerifiedAt !== null) return null;
    return { kind, to: user.email, ...addressed(user, mail), ...(await this.confirmationLink(mail, user.id, 'email_confirmation', user.email)) };
  }

  private async change(mail: OutgoingMail): Promise<Letter | null> {
    const user = await this.addressee(mail);
    const { newAddress = '' } = mail.facts;
    if (user === null || (await this.queue.isSuperseded(user.id, mail))) return null;
    return { kind: 'confirm_address', to: newAddress, ...addressed(user, mail), ...(await this.confirmationLink(mail, user.id, 'email_change', newAddress)) };
  }

  private async confirmationLink({ id }: OutgoingMail, userId: string, purpose: 'email_confirmation' | 'email_change', email: string): Promise<MailedLink> {
    await this.secrets.revoke(userId, purpose);
    const token = await this.secrets.mintForMail(id, { userId, purpose, ttl: CONFIRMATION_TTL, context: { email } });
    return { link: this.links.confirmEmail(token), hours: CONFIRMATION_TTL / 3_600 };
  }

  private async to(mail: OutgoingMail, facts: () => NoticeFacts): Promise<Letter | null> {
    const user = await this.addressee(mail);
    return user && { to: mail.facts.to ?? user.email, ...addressed(user, mail), ...facts() };
  }

  /** To the old address, also where the change has happened before this is sent. */
  private async changeNotice(mail: OutgoingMail): Promise<Letter | null> {
    const user = await this.addressee(mail);
    if (user === null) return null;
    // A notice of an earlier version does not say it, and had one always.
    const { to = user.email, newAddress = '', undo = true } = mail.facts;
    const letter = { kind: 'address_change_notice', to, ...addressed(user, mail), newAddress } as const;
    return undo ? { ...letter, undo: await this.undoLink(mail, user.id, to) } : letter;
  }

  private async undoLink({ id }: OutgoingMail, userId: string, email: string): Promise<MailedLink> {
    const token = await this.secrets.mintForMail(id, { userId, purpose: 'email_change_undo', ttl: UNDO_TTL, context: { email } });
    return { link: this.links.undoEmailChange(token), hours: UNDO_TTL / 3_600 };
  }

  private addressee({ userId }: OutgoingMail): Promise<User | null> {
    return userId === null ? Promise.resolve(null) : this.users.lockIfActive(userId);
  }
}

const addressed = ({ name, locale }: User, mail: OutgoingMail) => ({ name, locale: firstLocale(locale, mail.locale) });

type NoticeFacts = Extract<LetterFacts, { kind: 'account_exists' | 'password_changed' | 'address_changed' | 'address_restored' }>;
