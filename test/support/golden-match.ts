/** Values that earlier exchanges of a golden file captured, by name. */
export type Captures = Map<string, unknown>;

/** What `<kind>` stands for. */
const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  any: () => true,
  string: (value) => typeof value === 'string' && value !== '',
  int: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  uuid: matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  hex24: matching(/^[0-9a-f]{24}$/),
  hex32: matching(/^[0-9a-f]{32}$/),
  jwt: matching(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/),
  rfc3339: (value) => matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)(value) && !Number.isNaN(Date.parse(String(value))),
  'base64-32': (value) => matching(/^[A-Za-z0-9+/]{43}=$/)(value) && Buffer.from(String(value), 'base64').length === 32,
};

const PLACEHOLDER = /^<([\w-]+)(?: as (\w+))?>$/;

function matching(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}

/**
 * Every difference between an answer and what the golden expects, as lines for people; none when they agree.
 * Keys must be exactly the expected ones, in any order. `<kind as name>` captures the value.
 */
export function differences(expected: unknown, actual: unknown, captures: Captures, at = 'body'): string[] {
  if (typeof expected === 'string') return compareText(expected, actual, captures, at);
  if (Array.isArray(expected)) return compareArrays(expected, actual, captures, at);
  if (typeof expected === 'object' && expected !== null) return compareObjects(expected as Fields, actual, captures, at);
  return Object.is(expected, actual) ? [] : [differ(at, expected, actual)];
}

type Fields = Record<string, unknown>;

function compareText(expected: string, actual: unknown, captures: Captures, at: string): string[] {
  const placeholder = PLACEHOLDER.exec(expected);
  if (placeholder === null) return expected === actual ? [] : [differ(at, expected, actual)];
  const [, kind = '', name] = placeholder;
  const isKind = KINDS[kind];
  if (isKind === undefined) throw new Error(`${at}: there is no placeholder <${kind}>; there are ${Object.keys(KINDS).join(', ')}`);
  if (actual === undefined || !isKind(actual)) return [differ(at, expected, actual)];
  if (name !== undefined) captures.set(name, actual);
  return [];
}

function compareArrays(expected: unknown[], actual: unknown, captures: Captures, at: string): string[] {
  if (!Array.isArray(actual)) return [differ(at, expected, actual)];
  const found = actual as unknown[];
  const length = expected.length === found.length ? [] : [`${at}: expected ${expected.length} elements, got ${found.length}: ${show(found)}`];
  return [...length, ...expected.slice(0, found.length).flatMap((part, i) => differences(part, found[i], captures, `${at}[${i}]`))];
}

function compareObjects(expected: Fields, actual: unknown, captures: Captures, at: string): string[] {
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return [differ(at, expected, actual)];
  const found = actual as Fields;
  const missing = Object.keys(expected).filter((key) => !Object.hasOwn(found, key));
  const extra = Object.keys(found).filter((key) => !Object.hasOwn(expected, key));
  return [
    ...missing.map((key) => `${at}.${key}: missing, expected ${show(expected[key])}`),
    ...extra.map((key) => `${at}.${key}: unexpected, got ${show(found[key])}`),
    ...Object.keys(expected)
      .filter((key) => !missing.includes(key))
      .flatMap((key) => differences(expected[key], found[key], captures, `${at}.${key}`)),
  ];
}

/**
 * Puts captured values in place of `{{name}}`.
 * @throws Error when nothing of that name was captured
 */
export function substitute(text: string, captures: Captures): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (!captures.has(name)) throw new Error(`nothing named {{${name}}} was captured before`);
    return String(captures.get(name));
  });
}

function differ(at: string, expected: unknown, actual: unknown): string {
  return `${at}: expected ${show(expected)}, got ${show(actual)}`;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
