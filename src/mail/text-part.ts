import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, type TemplateDelegate } from 'handlebars';
import type { LetterKind } from './letter';
import type { LetterContext } from './letter-context';
import { TEMPLATES, templateName } from './template-files';

const SUFFIX = '.text.hbs';

/** The plain text of letters. Nothing is escaped in it, as it is never read as HTML. */
export class TextPart {
  private readonly templates: ReadonlyMap<string, TemplateDelegate<LetterContext>>;

  constructor() {
    const handlebars = create();
    const compile = (file: string) => handlebars.compile<LetterContext>(readFileSync(join(TEMPLATES, file), 'utf8'), { noEscape: true, strict: true });
    const files = readdirSync(TEMPLATES).filter((file) => file.endsWith(SUFFIX));
    this.templates = new Map(files.map((file) => [file.slice(0, -SUFFIX.length), compile(file)]));
    handlebars.registerPartial('layout', this.of('layout'));
  }

  render(kind: LetterKind, context: LetterContext): string {
    return this.of(templateName(kind))(context);
  }

  private of(name: string): TemplateDelegate<LetterContext> {
    const template = this.templates.get(name);
    if (template === undefined) throw new Error(`there is no template ${name}${SUFFIX}`);
    return template;
  }
}
