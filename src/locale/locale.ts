/** The languages that letters and pages are written in, by their ISO 639 codes. `zh` is written in simplified characters. */
export const LOCALES = ['en', 'de', 'es', 'fr', 'ru', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

/** For everybody of whom no language is known. */
export const DEFAULT_LOCALE: Locale = 'en';

/** BCP 47 tags, as the `lang` of a document names its language. */
export const LANGUAGE_TAGS = { en: 'en', de: 'de', es: 'es', fr: 'fr', ru: 'ru', zh: 'zh-Hans' } as const satisfies Record<Locale, string>;

export function isLocale(text: string): text is Locale {
  return (LOCALES as readonly string[]).includes(text);
}

/** The first of these that is a language of ours, else English. What is stored may be of a release that knew one more. */
export function firstLocale(...wanted: readonly (string | null)[]): Locale {
  return wanted.find((text) => text !== null && isLocale(text)) ?? DEFAULT_LOCALE;
}

/**
 * The language of ours that a BCP 47 tag asks for, by RFC 4647's lookup: without its subtags, so `de-AT` means `de`, and
 * `zh-TW` means `zh`: simplified characters are nearer to a reader of traditional ones than another language (CLDR's
 * language matching says the same).
 */
export function localeOfTag(tag: string): Locale | null {
  const language = tag.split('-', 1)[0]!.toLowerCase();
  return isLocale(language) ? language : null;
}
