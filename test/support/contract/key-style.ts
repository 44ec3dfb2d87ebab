/** How keys look in each style of UProgress' `X-Key-Inflection`; without the header they are in snake case. */
const STYLES: Readonly<Record<string, RegExp>> = { camel: /^[a-z0-9]+([A-Z][a-z0-9]*)*$/, dash: /^[a-z0-9]+(-[a-z0-9]+)*$/ };
const SNAKE = /^[a-z0-9]+(_[a-z0-9]+)*$/;

/** The keys that are not in the style the request has asked for. */
export function keyStyleFaults(body: unknown, style = ''): string[] {
  const form = STYLES[style.trim().toLowerCase()] ?? SNAKE;
  return [...new Set(keysOf(body))].filter((key) => !form.test(key)).map((key) => `the key "${key}" is not in the style "${style || 'snake'}"`);
}

/** The body with keys as the document writes them, in snake case. */
export function unstyled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unstyled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [snake(key), unstyled(part)]));
}

function snake(key: string): string {
  return key.replaceAll('-', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(keysOf)];
}
