/** One request and the answer that it must get. */
export interface Exchange {
  readonly name: string;
  readonly directives: readonly Directive[];
  readonly method: string;
  readonly path: string;
  readonly headers: readonly Header[];
  readonly body: string;
  readonly expected: { readonly status: number; readonly headers: readonly Header[]; readonly body: string };
}

/** `@given a user {"email": …}`: something to arrange before the request. */
export interface Directive {
  readonly name: string;
  readonly argument: string;
}

export type Header = readonly [name: string, value: string];

export interface Golden {
  /** `@setting NAME=value` lines above the first exchange. */
  readonly settings: Readonly<Record<string, string>>;
  readonly exchanges: readonly Exchange[];
}

const REQUEST_LINE = /^([A-Z]+) (\/\S*)$/;
const STATUS_LINE = /^HTTP (\d{3})$/;
const DIRECTIVE = /^@(\w+) ?(.*)$/;
const HEADER = /^([\w-]+): ?(.*)$/;

/**
 * Reads a golden file; test/wire/README.md describes the form.
 * @throws Error naming what is out of order
 */
export function parseGolden(text: string): Golden {
  const [preamble = '', ...sections] = text.replace(/\r\n/g, '\n').split(/^### /m);
  const settings = directivesIn(preamble.split('\n')).map(({ name, argument }) => {
    const equals = argument.indexOf('=');
    if (name !== 'setting' || equals < 1) throw new Error(`above the first exchange only "@setting NAME=value" may stand, not "@${name} ${argument}"`);
    return [argument.slice(0, equals), argument.slice(equals + 1)];
  });
  if (sections.length === 0) throw new Error('a golden file needs at least one "### name" with a request and its answer');
  return { settings: Object.fromEntries(settings) as Record<string, string>, exchanges: sections.map(parseExchange) };
}

function parseExchange(section: string): Exchange {
  const [title = '', ...lines] = section.split('\n');
  const name = title.trim();
  const requestAt = lines.findIndex((line) => REQUEST_LINE.test(line));
  const statusAt = lines.findLastIndex((line) => STATUS_LINE.test(line));
  if (requestAt < 0 || statusAt < requestAt) throw new Error(`"${name}" needs a line like "POST /path" and below it one like "HTTP 200"`);
  const [, method = '', path = ''] = REQUEST_LINE.exec(lines[requestAt] ?? '') ?? [];
  const request = parseMessage(lines.slice(requestAt + 1, statusAt), name);
  const answer = parseMessage(lines.slice(statusAt + 1), name);
  const status = Number(STATUS_LINE.exec(lines[statusAt] ?? '')?.[1]);
  return { name, directives: directivesIn(lines.slice(0, requestAt)), method, path, ...request, expected: { status, ...answer } };
}

function directivesIn(lines: readonly string[]): Directive[] {
  return lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const match = DIRECTIVE.exec(line);
      if (match === null) throw new Error(`expected "@directive", "# remark" or an empty line, found "${line}"`);
      return { name: match[1] ?? '', argument: (match[2] ?? '').trim() };
    });
}

function parseMessage(lines: readonly string[], name: string): { headers: Header[]; body: string } {
  const blank = lines.findIndex((line) => line.trim() === '');
  const headerLines = blank < 0 ? lines : lines.slice(0, blank);
  const headers = headerLines.map((line): Header => {
    const match = HEADER.exec(line);
    if (match === null) throw new Error(`"${name}": expected "Header: value" or an empty line before the body, found "${line}"`);
    return [match[1] ?? '', match[2] ?? ''];
  });
  const body =
    blank < 0
      ? ''
      : lines
          .slice(blank + 1)
          .join('\n')
          .replace(/\n+$/, '');
  return { headers, body };
}
