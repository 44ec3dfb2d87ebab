import { IntlMessageFormat } from 'intl-messageformat';
import type { Words } from '../../src/locale/catalogue';
import { type Locale, LOCALES } from '../../src/locale/locale';
import { fileOfRepository, sourcesIn } from './sources';

type Languages = Readonly<Record<Locale, Words>>;

/** What is of interest in the parser's element of a text. */
interface Element {
  /** 0 is literal text, 7 the `#` of a plural. */
  readonly type: number;
  readonly value: string;
  readonly pluralType?: string;
  readonly options?: Readonly<Record<string, { readonly value: Element[] }>>;
}

/** What is wrong with a catalogue, each with its language and key; empty where nothing is. */
export function catalogueFaults(languages: Languages): string[] {
  const { en, ...others } = languages;
  const faults = Object.entries(others).flatMap(([locale, words]) => [
    ...keyFaults(locale, words, en),
    ...Object.keys(en).flatMap((key) => parameterFaults(`${locale} ${key}`, words[key] ?? '', en[key] ?? '')),
  ]);
  return [...faults, ...LOCALES.flatMap((locale) => Object.entries(languages[locale]).flatMap(([key, text]) => textFaults(locale, key, text)))];
}

/** `locale key` of every text that is the same in another language as in English. */
export function untranslated({ en, ...others }: Languages): string[] {
  return Object.entries(others).flatMap(([locale, words]) => Object.keys(en).flatMap((key) => (words[key] === en[key] ? [`${locale} ${key}`] : [])));
}

/** Keys that stand in quotes nowhere in these folders and files of the repository, the catalogues themselves left out. */
export function unusedKeys(words: Words, folders: string[], catalogues: string, templates: string[] = []): string[] {
  const sources = sourcesIn(...folders).filter(({ path }) => !path.startsWith(catalogues));
  const texts = [...sources.map(({ text }) => text), ...templates.map(fileOfRepository)];
  return Object.keys(words).filter((key) => !texts.some((text) => text.includes(`'${key}'`) || text.includes(`"${key}"`)));
}

function keyFaults(locale: string, words: Words, en: Words): string[] {
  const missing = Object.keys(en).filter((key) => !Object.hasOwn(words, key));
  const surplus = Object.keys(words).filter((key) => !Object.hasOwn(en, key));
  return [...missing.map((key) => `${locale} ${key}: missing`), ...surplus.map((key) => `${locale} ${key}: not in English`)];
}

function parameterFaults(where: string, text: string, english: string): string[] {
  const [names, expected] = [parameterNames(text), parameterNames(english)].map((found) => [...new Set(found)].sort().join(', '));
  return names === expected ? [] : [`${where}: takes (${names}), in English (${expected})`];
}

function parameterNames(text: string): string[] {
  return parameterElements(ast(text)).map(({ value }) => value);
}

function textFaults(locale: Locale, key: string, text: string): string[] {
  const fault = (what: string) => `${locale} ${key}: ${what}`;
  const faults: string[] = [];
  if (text.trim() === '' || text.trim() !== text) faults.push(fault('empty, or white space around it'));
  // Straight quotes would quote a placeholder in ICU's syntax, and look typed.
  if (/['"]/.test(text)) faults.push(fault('straight quotes'));
  if (/\{\{|[\n\r\t]| {2}/.test(text)) faults.push(fault('double braces or white space'));
  // A life that is told must be the one that is kept: numbers come from what decides them.
  if (/\d/.test(text.replace(/=\d+ \{/g, ''))) faults.push(fault('a number that is no parameter'));
  if (locale === 'fr' && / [:;?!»]/.test(text)) faults.push(fault('a sign that may begin a line'));
  const expected = [...new Intl.PluralRules(locale).resolvedOptions().pluralCategories].sort();
  for (const { pluralType, options } of parameterElements(ast(text))) {
    const given = Object.keys(options ?? {}).sort();
    if (pluralType !== undefined && !expected.every((category) => given.includes(category))) faults.push(fault(`plural has ${given.join()}`));
  }
  return faults;
}

function ast(text: string): Element[] {
  return new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst() as Element[];
}

/** Every element that is more than literal text, those inside of branches too. */
function parameterElements(elements: Element[]): Element[] {
  return elements.flatMap((element) => {
    if (element.type === 0 || element.type === 7) return [];
    return [element, ...Object.values(element.options ?? {}).flatMap(({ value }) => parameterElements(value))];
  });
}
