import { type Locale, LOCALES } from '../../../src/locale/locale';
import { spokenTime } from '../../../src/locale/spoken-time';
import type { Letter, LetterKind } from '../../../src/mail/letter';
import { LETTER_WORDS, WORDS } from '../../../src/mail/letter-words';
import { Typesetter } from '../../../src/mail/typesetter';
import { catalogueFaults, unusedKeys, untranslated } from '../../support/catalogue';
import { type MailApp, startMailApp } from '../../support/mail-app';
import { SAMPLES } from './sample-letters';

let app: MailApp;
beforeAll(async () => {
  app = await startMailApp();
});
afterAll(() => app.close());

const print = (letter: Letter) => app.context.get(Typesetter).print(letter);

/** Every kind, also with all that it may hold. */
const LETTERS: [string, Letter][] = [
  ...Object.entries(SAMPLES),
  [
    'recover_password with code and approval',
    { ...SAMPLES.recover_password, code: 'ABCD-2345', codeMinutes: 10, approveLink: 'https://a.example/yes' } as Letter,
  ],
  ['address_change_notice without undo', { ...SAMPLES.address_change_notice, undo: undefined } as Letter],
  ['new_device with a place', { ...SAMPLES.new_device, place: 'Oslo' } as Letter],
];

test('the catalogue is whole: keys, parameters, plural forms', () => expect(catalogueFaults(WORDS)).toEqual([]));

test('no text is left in English', () => expect(untranslated(WORDS)).toEqual(['de fact', 'es fact', 'ru fact']));

test('no text is left over', () => expect(unusedKeys(WORDS.en, ['src/mail'], 'src/mail/words/')).toEqual([]));

describe.each(LOCALES)('in %s', (locale) => {
  test.each(LETTERS)('%s is whole, the same in both parts', (_, letter) => {
    const { subject, text, html } = print({ ...letter, locale });
    for (const part of [subject, text, html]) {
      expect(part).not.toMatch(/\{\{|\}\}|\{[a-z]|undefined|null|\[object|NaN/);
      expect(Object.keys(WORDS.en).filter((key) => key.includes('.') && part.includes(key))).toEqual([]);
    }
    const lines = text.split('\n').filter((line) => line !== '' && line !== '--');
    const shown = plain(html);
    for (const line of lines.filter((candidate) => !isFact(candidate, locale))) expect(shown).toContain(line);
    expect(text).not.toMatch(/<[a-z]|&[a-z#]+;|\n{3,}/);
    expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${locale === 'zh' ? 'zh-Hans' : locale}" dir="ltr">`));
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/<script|<img|<link|src=|url\(|@import/);
  });

  test('says the time and the number of minutes as the language does', () => {
    const at = new Date('2026-11-21T21:18:00Z');
    expect(print({ ...SAMPLES.password_changed, locale }).text).toContain(spokenTime(locale, at));
    expect(print({ ...SAMPLES.recover_password, locale }).text).toContain(LETTER_WORDS.in(locale)('recover_password.works', { minutes: 30 }));
  });
});

test('each language has its own subject for each kind', () => {
  for (const kind of Object.keys(SAMPLES) as LetterKind[]) {
    expect(new Set(LOCALES.map((locale) => print({ ...SAMPLES[kind], locale }).subject)).size).toBe(LOCALES.length);
  }
});

/** What stands in an HTML document, without its marks. */
function plain(html: string): string {
  const marks = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x3D;': '=', '&amp;': '&' };
  return html.replace(/<[^>]+>/g, '').replace(/&[#\w]+;/g, (mark) => marks[mark as keyof typeof marks]);
}

const FACTS = ['new_device.device', 'new_device.time', 'new_device.place', 'new_device.ip', 'new_address'] as const;

/** In HTML a name and its value stand in a table. */
function isFact(line: string, locale: Locale): boolean {
  return FACTS.some((key) => line.startsWith(LETTER_WORDS.in(locale)('fact', { label: WORDS[locale][key], value: '' }).trim()));
}
