import { parseSetCookie } from 'cookie';
import { registerSecret } from './secrets';

/** A page as a person without JavaScript meets it: what it says, and its forms. */
export interface PageView {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** The text of the heading. */
  readonly title: string;
  /** What went wrong with the last form; null where nothing did. */
  readonly fault: string | null;
  readonly forms: readonly PageForm[];
  /** Where the browser is sent on to; null where it is not. */
  readonly location: string | null;
  /** Where the links with this text lead. */
  link(text: string): string;
}

export interface PageForm {
  readonly action: string;
  /** The hidden fields. */
  readonly hidden: Readonly<Record<string, string>>;
  /** The names of the fields to fill in. */
  readonly fields: readonly string[];
  /** The values of the buttons that have one. */
  readonly answers: readonly string[];
}

/** A person's browser: opens pages, posts their forms and keeps their cookies as browsers do. */
export class Visitor {
  /** What the browser holds, by name. */
  readonly cookies = new Map<string, string>();

  /** @param headers what comes with every request, such as a forged Host or the address that a proxy tells */
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** Opens a path, or the link of a mail (its path: the link's host may be one that only production has). */
  async open(link: string, method = 'GET'): Promise<PageView> {
    return this.send(link, { method });
  }

  /** Fills in the form that has these fields (or answers with a button) and posts it. */
  async submit(page: PageView, values: Record<string, string>, headers: Record<string, string> = {}): Promise<PageView> {
    const names = Object.keys(values);
    const form = page.forms.find(({ fields, answers }) => names.every((name) => fields.includes(name) || answers.includes(values[name]!)));
    if (form === undefined) throw new Error(`the page "${page.title}" has no form for ${names.join(', ')}`);
    const body = new URLSearchParams({ ...form.hidden, ...values }).toString();
    return this.post(form.action, body, { 'content-type': 'application/x-www-form-urlencoded', ...headers });
  }

  /** Posts a body as it is. */
  async post(link: string, body: string, headers: Record<string, string> = {}): Promise<PageView> {
    return this.send(link, { method: 'POST', body, headers });
  }

  /** Fills in and posts a form, and goes where that leads. */
  async submitAndFollow(page: PageView, values: Record<string, string>): Promise<PageView> {
    const { status, location } = await this.submit(page, values);
    if (status !== 303 || location === null) throw new Error(`the form led nowhere: ${status}`);
    return this.open(location);
  }

  private async send(link: string, init: { method: string; body?: string; headers?: Record<string, string> }): Promise<PageView> {
    const { pathname, search } = new URL(link, this.baseUrl);
    const url = this.baseUrl + pathname + search;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.headers, ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const { name, value = '', maxAge } of answer.headers.getSetCookie().map((line) => parseSetCookie(line))) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return view(url, answer, await answer.text());
  }
}

function view(url: string, { status, headers }: Response, html: string): PageView {
  const forms = [...html.matchAll(/<form [^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(([, action = '', inside = '']) => readForm(url, action, inside));
  const link = (text: string) => {
    const found = [...html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g)].find(([, , label]) => decode(label!) === text);
    if (found === undefined) throw new Error(`no link "${text}" on the page`);
    return new URL(decode(found[1]!), url).href;
  };
  const location = headers.get('location');
  const fault = /<p class="fault"[^>]*>(.*?)<\/p>/s.exec(html)?.[1];
  return {
    status,
    headers,
    html,
    title: decode(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? ''),
    fault: fault === undefined ? null : decode(fault),
    forms,
    location: location === null ? null : new URL(location, url).href,
    link,
  };
}

function readForm(url: string, action: string, inside: string): PageForm {
  const inputs = [...inside.matchAll(/<(input|button)\b([^>]*)>/g)].map(([, tag, attributes = '']) => ({
    tag,
    type: attribute(attributes, 'type'),
    name: attribute(attributes, 'name') ?? '',
    value: attribute(attributes, 'value') ?? '',
  }));
  const hidden = Object.fromEntries(inputs.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]));
  for (const secret of Object.values(hidden)) registerSecret(secret);
  return {
    action: new URL(decode(action), url).href,
    hidden,
    fields: inputs.filter(({ tag, type }) => tag === 'input' && type !== 'hidden').map(({ name }) => name),
    answers: inputs.filter(({ tag, value }) => tag === 'button' && value !== '').map(({ value }) => value),
  };
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? undefined : decode(value);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#x60': '`', '#x3D': '=' };

function decode(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#x27|#x60|#x3D);/g, (_, name: string) => ENTITIES[name]!);
}
