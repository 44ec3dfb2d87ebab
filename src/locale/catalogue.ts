import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from './locale';

/** Texts by key, each in ICU MessageFormat: `Hello {name}`, `{n, plural, one {# minute} other {# minutes}}`. */
export type Words = Readonly<Record<string, string>>;

/** The texts of one language for the keys of another: one missing or one too many does not compile. */
export type Translation<Source extends Words> = Readonly<Record<keyof Source, string>>;

/** `{n, plural, one {# minute …` up to the first closing brace: the name ends at the comma. A plural's own branch names none. */
type Name<Inside extends string> = Inside extends `${infer Head},${string}` ? Plain<Head> : Plain<Inside>;
type Plain<Text extends string> = Text extends '' | `${string}${'#' | ' '}${string}` ? never : Text;

/** The names of the parameters in a text. */
export type Parameters<Text extends string> = Text extends `${string}{${infer Inside}}${infer Rest}` ? Name<Inside> | Parameters<Rest> : never;

type Given<Text extends string> = [Parameters<Text>] extends [never] ? [] : [params: Readonly<Record<Parameters<Text>, string | number>>];

/** Says one text of a catalogue; parameters stand in it as they are: escaping is for whoever makes HTML of it. */
export type Say<Source extends Words> = <Key extends keyof Source & string>(key: Key, ...given: Given<Source[Key]>) => string;

/** The texts of one room in every language. English is the source: its keys and parameters are what the others must have. */
export class Catalogue<const Source extends Words> {
  private readonly compiled = new Map<string, IntlMessageFormat>();

  constructor(private readonly languages: Readonly<Record<Locale, Translation<Source>>> & { readonly en: Source }) {}

  in(locale: Locale): Say<Source> {
    return (key, ...[params]) => String(this.message(locale, key).format(params));
  }

  translate<Key extends keyof Source & string>(locale: Locale, key: Key, ...given: Given<Source[Key]>): string {
    return this.in(locale)(key, ...given);
  }

  private message(locale: Locale, key: keyof Source & string): IntlMessageFormat {
    const name = `${locale} ${key}`;
    let message = this.compiled.get(name);
    if (message === undefined) {
      // A text is no markup: `<` in it stands for itself.
      message = new IntlMessageFormat(this.languages[locale][key], locale, undefined, { ignoreTag: true });
      this.compiled.set(name, message);
    }
    return message;
  }
}
