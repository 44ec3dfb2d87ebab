import { negotiate } from '../../../src/locale/negotiate';
import { spokenTime } from '../../../src/locale/spoken-time';
import { firstLocale, LOCALES } from '../../../src/locale/locale';

test.each([
  ['de', 'de'],
  ['DE-at', 'de'],
  ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'fr'],
  ['en;q=0.2, ru;q=0.9', 'ru'],
  ['nl, sv;q=0.9, es;q=0.1', 'es'],
  ['de;q=0, en;q=0.5', 'en'],
  ['zh-CN,zh;q=0.9', 'zh'],
  ['zh-Hans', 'zh'],
  ['zh-TW,en;q=0.8', 'zh'],
  [' ru ; q=0.4 ,\tde ; q=0.5', 'de'],
])('%j asks for %s', (header, locale) => expect(negotiate(header)).toBe(locale));

test.each([null, '', '*', 'nl', 'de;q=0', ',,;;,', 'de_AT', 'deutsch', 'constructor', '__proto__', '\u0000', '-de', '{{7*7}}'])(
  '%j asks for none of ours',
  (header) => expect(negotiate(header)).toBeNull(),
);

test('a header made to keep a server busy is cut', () => {
  const started = process.hrtime.bigint();
  for (const part of ['de;q=0.1,', ',', ';', 'a-', ' ', '"\\', 'x;q=', '*,']) negotiate(part.repeat(1_000_000));
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(500);
  expect(negotiate(`${'nl,'.repeat(10_000)}de`)).toBeNull();
});

test('the first known language wins, else it is English', () => {
  expect(firstLocale('fr', 'de')).toBe('fr');
  expect(firstLocale(null, 'de')).toBe('de');
  expect(firstLocale('it', '__proto__', 'zh')).toBe('zh');
  expect(firstLocale(null, null)).toBe('en');
});

test('times are spoken in each language, in UTC', () => {
  const at = new Date('2026-11-21T21:18:00Z');
  expect(LOCALES.map((locale) => spokenTime(locale, at))).toEqual([
    '21 November 2026 at 21:18 UTC',
    '21. November 2026 um 21:18 UTC',
    '21 de noviembre de 2026 a las 21:18 UTC',
    '21 novembre 2026 à 21:18 UTC',
    '21 ноября 2026 г. в 21:18 UTC',
    '2026年11月21日 21:18 UTC',
  ]);
});
