import type { Locale } from './locale';

/** Day before month and 24 hours, as most of the world writes English. */
const REGIONS = { en: 'en-GB', de: 'de', es: 'es', fr: 'fr', ru: 'ru', zh: 'zh-CN' } as const satisfies Record<Locale, string>;

/** `21 November 2026 at 21:18 UTC`, as the language says it. Where a person lives is not known, so the time zone is named. */
export function spokenTime(locale: Locale, at: Date): string {
  return `${at.toLocaleString(REGIONS[locale], { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}
