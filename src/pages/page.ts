import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply } from 'fastify';
import { create, type TemplateDelegate } from 'handlebars';
import type { PageData, PageName } from './page-data';

const TEMPLATES = join(__dirname, 'templates');

export const STYLE = readFileSync(join(__dirname, 'style.css'), 'utf8');
/** Changes with the stylesheet, so that browsers may keep each version for good. */
const STYLE_VERSION = createHash('sha256').update(STYLE).digest('base64url').slice(0, 12);

const templates = compileAll();

function compileAll(): ReadonlyMap<string, TemplateDelegate<object>> {
  const handlebars = create();
  // Indenting a layout's block would indent the lines of <pre> with it.
  const compile = (file: string) => handlebars.compile<object>(readFileSync(join(TEMPLATES, file), 'utf8'), { strict: true, preventIndent: true });
  const files = readdirSync(TEMPLATES).filter((file) => file.endsWith('.hbs'));
  const compiled = new Map(files.map((file) => [file.slice(0, -'.hbs'.length), compile(file)]));
  for (const [name, template] of compiled) handlebars.registerPartial(name, template);
  return compiled;
}

/** @param root the relative way from the page to the root of the site, for example `../` */
export function renderPage<N extends PageName>(name: N, data: PageData[N], root: string): string {
  const template = templates.get(name);
  if (template === undefined) throw new Error(`there is no page ${name}`);
  return template({ ...data, root, styleVersion: STYLE_VERSION });
}

/**
 * The way from a request's path up to the root. Pages link relatively, so they work under any path that a proxy puts
 * the service at.
 */
export function rootOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return '../'.repeat(path.split('/').length - 2) || './';
}

export const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** No script anywhere, nothing from elsewhere, and no address of a page (it may hold a token) told to anybody. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

/** Answers with a page. `headers` come on top of the usual ones. */
export function sendPage<N extends PageName>(reply: FastifyReply, name: N, data: PageData[N], status = 200, headers: Record<string, string> = {}): void {
  void reply
    .status(status)
    .headers({ ...PAGE_HEADERS, ...headers })
    .send(renderPage(name, data, rootOf(reply.request.url)));
}
