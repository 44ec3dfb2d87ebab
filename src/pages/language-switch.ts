import { LANGUAGE_TAGS, LOCALES } from '../locale/locale';
import type { PageLanguage } from './page-language';
import type { PageData, PageName } from './page-data';

/** A language that the page can be had in, by its own name. */
export interface LanguageLink {
  readonly name: string;
  readonly tag: string;
  readonly href: string;
  readonly current: boolean;
}

const NAMES = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français', ru: 'Русский', zh: '中文' } as const;

/** Pages that a posted form may be answered with, and where they are opened: another language needs no second posting. */
const PATHS: Partial<Record<PageName, string>> = {
  recover: 'account/recover',
  'recover-sent': 'account/recover/sent',
  'choose-password': 'account/recover/confirm',
  'password-changed': 'account/recover/changed',
  'confirm-email': 'account/confirm-email',
  'email-confirmed': 'account/confirm-email/done',
  'recovery-request': 'account/recovery-request',
  'not-me': 'account/not-me',
  'sign-in': 'account/sign-in',
};

/**
 * The same page in each language. None where a form has failed for good: no address tells that.
 * @param page where it was asked for: the way to the root from there, its query, and whether it was opened by a link
 */
export function languageLinks<N extends PageName>(name: N, data: PageData[N], page: LinkedPage): LanguageLink[] {
  const path = PATHS[name] ?? ('openedAt' in data ? data.openedAt : undefined);
  if (path === undefined && !page.opened) return [];
  const token = 'token' in data ? data.token : path === undefined ? new URLSearchParams(page.query).get('token') : null;
  return LOCALES.map((locale) => {
    const query = new URLSearchParams({ ...(token ? { token } : {}), lang: locale });
    return {
      name: NAMES[locale],
      tag: LANGUAGE_TAGS[locale],
      href: `${path === undefined ? '' : page.root + path}?${query}`,
      current: locale === page.language.locale,
    };
  });
}

export interface LinkedPage {
  readonly root: string;
  readonly query: string;
  readonly opened: boolean;
  readonly language: PageLanguage;
}
