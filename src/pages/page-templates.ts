import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, type HelperOptions, SafeString, type TemplateDelegate } from 'handlebars';
import type { LanguageLink } from './language-switch';
import type { PageAsset } from './page-assets';
import type { PageLanguage } from './page-language';
import type { PageWord, SayOnPage } from './words/page-words';

const TEMPLATES = join(__dirname, 'templates');

/** What every template can count on, beside the page's own data. */
export interface TemplateFrame {
  /** The way from the page up to the root: pages link relatively, so they work under any path that a proxy puts the service at. */
  readonly root: string;
  readonly language: PageLanguage;
  /** The language's BCP 47 tag. */
  readonly tag: string;
  readonly languages: readonly LanguageLink[];
  readonly style: PageAsset;
  readonly script: PageAsset | null;
  /** Characters from which on a password is of the next strength. */
  readonly steps: readonly number[];
}

export const templates = compileAll();

function compileAll(): ReadonlyMap<string, TemplateDelegate<object>> {
  const handlebars = create();
  handlebars.registerHelper({
    join: (parts: readonly unknown[]) => parts.join(' '),
    strengthWord: (strength: number) => `password.strength.${strength}`,
    t: sayText,
    address: addressOf,
    gap: gapOf,
  });
  // Indenting a layout's block would indent the lines of <pre> with it.
  const compile = (file: string) => handlebars.compile<object>(readFileSync(join(TEMPLATES, file), 'utf8'), { strict: true, preventIndent: true });
  const files = readdirSync(TEMPLATES).filter((file) => file.endsWith('.hbs'));
  const compiled = new Map(files.map((file) => [file.slice(0, -'.hbs'.length), compile(file)]));
  for (const [name, template] of compiled) handlebars.registerPartial(name, template);
  return compiled;
}

/** `{{t "sent.life" minutes=minutes}}`: a text of the catalogue. That its keys and parameters are right, tests see to. */
function sayText(key: PageWord, { data, hash }: HelperOptions): string {
  const { say } = frameOf(data).language;
  return (say as (key: PageWord, parameters: object) => ReturnType<SayOnPage>)(key, hash as object);
}

/** `{{gap}}`: what stands between two sentences. Chinese has a full stop as wide as a character, and nothing after it. */
function gapOf({ data }: HelperOptions): string {
  return frameOf(data).language.locale === 'zh' ? '' : ' ';
}

/** `{{address "account/recover" token=token}}`: the way to a page of ours, in the language that was chosen. */
function addressOf(path: string, { data, hash }: HelperOptions): SafeString {
  const { root, language } = frameOf(data);
  const query = new URLSearchParams(Object.entries(hash as Record<string, string | null>).filter((part): part is [string, string] => part[1] !== null));
  if (language.chosen !== null) query.set('lang', language.chosen);
  // Paths are written out in the templates, and nothing that URLSearchParams lets through but `&` means anything in HTML.
  return new SafeString(root + path + (query.size === 0 ? '' : `?${query.toString().replaceAll('&', '&amp;')}`));
}

function frameOf(data: unknown): TemplateFrame {
  return (data as { root: TemplateFrame }).root;
}
