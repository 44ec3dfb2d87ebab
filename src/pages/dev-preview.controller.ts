import { Controller, Get, Param, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { Public } from '../http/public';
import { isLocale, LANGUAGE_TAGS, LOCALES } from '../locale/locale';
import type { Letter } from '../mail/letter';
import { Links } from '../mail/links';
import { Typesetter } from '../mail/typesetter';
import { presentText, READ_POLICY, sendMail } from './dev-message';
import { LocalOnlyGuard } from './local-only.guard';
import { sendPage } from './page';
import { LETTER_KINDS, sampleLetter } from './sample-letters';

/** Every letter in every language, for whoever writes or translates them. In local mode only. */
@Public()
@ApiExcludeController()
@UseGuards(LocalOnlyGuard)
@Controller('dev/mailbox/preview')
export class DevPreviewController {
  constructor(
    private readonly typesetter: Typesetter,
    private readonly links: Links,
  ) {}

  @Get()
  list(@Res() reply: FastifyReply): void {
    sendPage(reply, 'dev-preview', { kinds: LETTER_KINDS, locales: LOCALES.map((locale) => ({ locale, tag: LANGUAGE_TAGS[locale] })) });
  }

  @Get(':locale/:kind')
  read(@Param('locale') locale: string, @Param('kind') kind: string, @Res() reply: FastifyReply): void {
    const letter = this.sample(locale, kind);
    const { subject, text } = this.typesetter.print(letter);
    const message = {
      to: letter.to,
      at: null,
      subject,
      text: presentText(text),
      html: `preview/${locale}/${kind}/html`,
      textTag: LANGUAGE_TAGS[letter.locale],
    };
    sendPage(reply, 'dev-message', message, 200, { 'content-security-policy': READ_POLICY });
  }

  @Get(':locale/:kind/html')
  html(@Param('locale') locale: string, @Param('kind') kind: string, @Res() reply: FastifyReply): void {
    sendMail(reply, this.typesetter.print(this.sample(locale, kind)).html);
  }

  private sample(locale: string, name: string): Letter {
    const kind = LETTER_KINDS.find((one) => one === name);
    if (kind === undefined || !isLocale(locale)) throw new DomainError('route_not_found');
    return sampleLetter(kind, locale, this.links);
  }
}
