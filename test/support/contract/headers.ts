import type { DocumentedAnswer, Schema } from './document';
import { mismatches } from './validator';

/** What any answer may carry without a word about it: HTTP's own, and the constant ones of every answer. */
const COMMON = new RegExp(
  `^(${[
    'content-type|content-length|transfer-encoding|date|connection|keep-alive|vary|allow|access-control-[a-z-]+|x-request-id',
    'cache-control|referrer-policy|x-content-type-options|x-frame-options|content-security-policy|strict-transport-security',
  ].join('|')})$`,
);

/** Headers that are not documented, and documented ones that are missing or have another form. */
export function headerFaults(headers: Readonly<Record<string, unknown>>, { headers: documented = {} }: DocumentedAnswer): string[] {
  const declared = new Map(Object.entries(documented).map(([name, { schema }]) => [name.toLowerCase(), schema ?? {}]));
  const undeclared = Object.keys(headers).filter((name) => !COMMON.test(name) && !declared.has(name));
  const wrong = [...declared].flatMap(([name, schema]) => {
    if (headers[name] === undefined) return [`the header "${name}" is missing`];
    return mismatches(schema, typed(String(headers[name]), schema)).map((fault) => `header ${name}: ${fault}`);
  });
  return [...undeclared.map((name) => `the header "${name}" is not documented`), ...wrong];
}

/** Headers are text; a number is compared as one. */
function typed(value: string, { type }: Schema): unknown {
  return (type === 'integer' || type === 'number') && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
