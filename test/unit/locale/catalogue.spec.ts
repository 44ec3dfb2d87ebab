import { Catalogue } from '../../../src/locale/catalogue';
import { catalogueFaults, untranslated } from '../../support/catalogue';

const EN = { hello: 'Hello {name}', life: 'Works for {n, plural, one {# minute} other {# minutes}}, and once.', plain: 'It’s <b>plain</b>' } as const;
const WORDS = {
  en: EN,
  de: { hello: 'Guten Tag {name}', life: 'Gilt {n, plural, one {# Minute} other {# Minuten}}.', plain: 'Schlicht' },
  es: { hello: 'Hola, {name}', life: 'Vale {n, plural, one {# minuto} many {# minutos} other {# minutos}}.', plain: 'Simple' },
  fr: { hello: 'Bonjour {name}', life: 'Valable {n, plural, one {# minute} many {# minutes} other {# minutes}}.', plain: 'Simple' },
  ru: { hello: 'Здравствуйте, {name}', life: 'Срок: {n, plural, one {# минута} few {# минуты} many {# минут} other {# минуты}}.', plain: 'Просто' },
  zh: { hello: '{name}，您好', life: '有效期 {n, plural, other {# 分钟}}。', plain: '朴素' },
} as const;
const catalogue = new Catalogue(WORDS);

test('says a text with its parameters, in the language asked for', () => {
  expect(catalogue.translate('en', 'hello', { name: 'Ann' })).toBe('Hello Ann');
  expect(catalogue.in('zh')('hello', { name: '安' })).toBe('安，您好');
  expect(catalogue.in('en')('plain')).toBe('It’s <b>plain</b>');
});

test.each([
  [1, 'Works for 1 minute, and once.', 'Срок: 1 минута.'],
  [3, 'Works for 3 minutes, and once.', 'Срок: 3 минуты.'],
  [30, 'Works for 30 minutes, and once.', 'Срок: 30 минут.'],
])('%d takes the plural of its language', (n, english, russian) => {
  expect(catalogue.in('en')('life', { n })).toBe(english);
  expect(catalogue.in('ru')('life', { n })).toBe(russian);
});

test.each(['{{7*7}}', '{name}', '<b>x</b>', "it's {n}", '{n, plural,', '#'])('what stands in a parameter, %j, is not read as a text', (name) => {
  expect(catalogue.in('de')('hello', { name })).toBe(`Guten Tag ${name}`);
});

test('the check finds what is wrong with a catalogue', () => {
  expect(catalogueFaults(WORDS)).toEqual([]);
  const de = { hello: 'Hallo {nam}', life: 'Gilt {n, plural, other {#}}. ', extra: "It's" };
  expect(catalogueFaults({ ...WORDS, de }).sort()).toEqual([
    'de extra: not in English',
    'de extra: straight quotes',
    'de hello: takes (nam), in English (name)',
    'de life: empty, or white space around it',
    'de life: plural has other',
    'de plain: missing',
  ]);
  const fr = { ...WORDS.fr, hello: 'Bonjour {name} !', plain: 'Valable 24 heures' };
  expect(catalogueFaults({ ...WORDS, fr }).sort()).toEqual(['fr hello: a sign that may begin a line', 'fr plain: a number that is no parameter']);
  expect(untranslated({ ...WORDS, fr: { ...WORDS.fr, plain: EN.plain } })).toEqual(['fr plain']);
});
