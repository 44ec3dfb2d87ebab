import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'handlebars';
import { LANGUAGE_TAGS, type Locale } from '../locale/locale';
import type { Contents } from './blocks';

/** Beside the code: the build copies it along. A block is written by the part of its name in it. */
const LAYOUT = readFileSync(join(__dirname, 'templates/letter.hbs'), 'utf8');

const layout = create().compile<Contents & { lang: string }>(LAYOUT, { strict: true, preventIndent: true });

/** A letter as an HTML document that needs nothing from elsewhere. Whatever stands in its contents is escaped here. */
export function htmlPart(contents: Contents, locale: Locale): string {
  return layout({ ...contents, lang: LANGUAGE_TAGS[locale] });
}
