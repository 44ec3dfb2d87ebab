import { type MediaType, resolved, type Schema } from './document';

/** The examples of a described form, written as OpenAPI 3.1 has a client write them (Encoding Object; RFC 6570 for the styles). */
export function exampleForm({ schema = {}, encoding = {} }: MediaType): string {
  const properties = (resolved(schema)['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const pairs = Object.entries(properties).flatMap(([name, { example }]) => written(name, example, encoding[name]?.style ?? 'form'));
  return pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
}

function written(name: string, value: unknown, style: string): [string, string][] {
  if (Array.isArray(value)) return value.map((part) => [name, String(part)]);
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  if (style === 'deepObject') return Object.entries(value).map(([key, part]) => [`${name}[${key}]`, String(part)]);
  return [[name, JSON.stringify(value)]];
}
