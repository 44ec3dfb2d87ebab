import type { FastifyReply } from 'fastify';
import type { FaultRequest } from '../http/api';
import { LANGUAGE_TAGS } from '../locale/locale';
import { languageLinks } from './language-switch';
import { STRENGTH_STEPS } from '../credentials/password-policy';
import { type PageAsset, STRENGTH_SCRIPT, STYLE } from './page-assets';
import type { PageData, PageName } from './page-data';
import { ENGLISH, languageOf } from './page-language';
import { type TemplateFrame, templates } from './page-templates';

/** What a page depends on of the request that it answers. */
export type PageRequest = FaultRequest & { readonly method?: string };

export function renderPage<N extends PageName>(name: N, data: PageData[N], request: PageRequest): string {
  const template = templates.get(name);
  if (template === undefined) throw new Error(`there is no page ${name}`);
  const root = rootOf(request.url);
  const isForDevelopers = name.startsWith('dev-');
  const language = isForDevelopers ? ENGLISH : languageOf(request);
  const opened = request.method === 'GET' || request.method === 'HEAD';
  const languages = isForDevelopers ? [] : languageLinks(name, data, { root, query: request.url.split('?', 2)[1] ?? '', opened, language });
  const frame: TemplateFrame = { root, language, languages, tag: LANGUAGE_TAGS[language.locale], style: STYLE, script: scriptOf(name), steps: STRENGTH_STEPS };
  return template({ ...data, ...frame });
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

/** Pages with a field for a new password have a script, and their policy names it by its digest: no other runs. */
const scriptOf = (name: PageName): PageAsset | null => (name === 'choose-password' || name === 'confirm-email' ? STRENGTH_SCRIPT : null);

function policyOf(name: PageName): string {
  const script = scriptOf(name);
  return script === null ? POLICY : `${POLICY}; script-src '${script.integrity}'`;
}

/** No script, nothing from elsewhere, and no address of a page (it may hold a token) told to anybody. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** For pages whose address is no secret: browsers then name us in `Origin` when their forms are posted. */
export const SHOWN_ADDRESS = { 'referrer-policy': 'same-origin' } as const;

/** On to another page, after a form or to where the person is meant to be. Only to paths of ours, written out in the code. */
export function redirect(reply: FastifyReply, path: `account/${string}`, query: Record<string, string> = {}): void {
  const { chosen } = languageOf(reply.request);
  const parameters = new URLSearchParams({ ...query, ...(chosen === null ? {} : { lang: chosen }) });
  const location = rootOf(reply.request.url) + path + (parameters.size === 0 ? '' : `?${parameters.toString()}`);
  void reply.status(303).headers({ location, 'cache-control': 'no-store' }).send();
}

/** Answers with a page. `headers` come on top of the usual ones. */
export function sendPage<N extends PageName>(reply: FastifyReply, name: N, data: PageData[N], status = 200, headers: Record<string, string> = {}): void {
  void reply
    .status(status)
    .headers({ ...PAGE_HEADERS, 'content-security-policy': policyOf(name), ...headers })
    .send(renderPage(name, data, reply.request));
}
