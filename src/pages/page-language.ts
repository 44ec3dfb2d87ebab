import type { FaultRequest } from '../http/api';
import { DEFAULT_LOCALE, isLocale, type Locale } from '../locale/locale';
import { negotiate } from '../locale/negotiate';
import { spokenTime } from '../locale/spoken-time';
import { pageWords, type SayOnPage } from './words/page-words';

/** The language that a page is answered in. */
export interface PageLanguage {
  readonly locale: Locale;
  /** Chosen on a page: it goes along with every link and form from there on. Null where the browser's preference decides. */
  readonly chosen: Locale | null;
  readonly say: SayOnPage;
}

/** `?lang=` of the address, else what the browser prefers, else English. */
export function languageOf({ url, headers }: FaultRequest): PageLanguage {
  const lang = new URLSearchParams(url.split('?', 2)[1] ?? '').get('lang') ?? '';
  const chosen = isLocale(lang) ? lang : null;
  const locale = chosen ?? negotiate(headers['accept-language'] ?? null) ?? DEFAULT_LOCALE;
  return { locale, chosen, say: pageWords.in(locale) };
}

/** English, whatever the browser prefers: for pages that are for developers. */
export const ENGLISH: PageLanguage = { locale: 'en', chosen: null, say: pageWords.in('en') };

/** How long ago first: people know their own time zone, the server doesn't. */
export function spoken({ locale, say }: PageLanguage, at: Date, now: Date): string {
  return `${ago(locale, Math.round((now.getTime() - at.getTime()) / 60_000)) ?? say('time.now')} (${spokenTime(locale, at)})`;
}

function ago(locale: Locale, minutes: number): string | null {
  if (minutes < 1) return null;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  if (minutes < 120) return relative.format(-minutes, 'minute');
  return minutes < 2_880 ? relative.format(-Math.floor(minutes / 60), 'hour') : relative.format(-Math.floor(minutes / 1_440), 'day');
}
