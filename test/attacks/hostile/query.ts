import fc from 'fast-check';
import type { Operation, Schema } from '../../support/contract/document';
import { edgesOf } from './edges';
import { TEXTS } from './values';

/** Stands in a query for an id that the person has from the operation; it is settled when the request is sent. */
export const OWN_ID = '{own}';

/** What parameters take that have no example, since the docs page would send it. */
const GOOD: Readonly<Record<string, string>> = { filter: 'scope:acme1', pattern: 'joe' };

/** For operations that document no query. */
export const hostileQuery: fc.Arbitrary<string> = fc.constantFrom(
  '',
  '?',
  '?email=a&email=b',
  '?a[]=1&a[__proto__]=x',
  '?%00=%ff',
  '?password=x&token=y',
  '?limit=-1',
);

/** Queries of the documented parameters, good and bad, alone, together and twice; null where there are none. */
export function queryOf({ parameters = [] }: Operation): fc.Arbitrary<string> | null {
  const documented = parameters.filter((parameter) => parameter.in === 'query');
  if (documented.length === 0) return null;
  const pair = fc.oneof(...documented.map(({ name, schema = {} }) => pairOf(name, schema)));
  const pairs = fc.array(pair, { minLength: 1, maxLength: 2 }).map((parts) => `?${parts.join('&')}`);
  return fc.oneof({ weight: 4, arbitrary: pairs }, { weight: 1, arbitrary: hostileQuery });
}

function pairOf(name: string, schema: Schema): fc.Arbitrary<string> {
  const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
  const value = fc.oneof(
    { weight: 6, arbitrary: goodOrAtTheEdge(name, schema) },
    { weight: 2, arbitrary: fc.constantFrom(...TEXTS).map(encoded) },
    { weight: 2, arbitrary: fc.constantFrom('', '0', '00', '-0', '1.5', '1e2', '0x10', '+5', '%2050', '5%00', '%', '%zz', '%ff', '9'.repeat(40)) },
    { weight: 1, arbitrary: fc.integer().map(String) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map(encoded) },
  );
  const oddly = fc.constantFrom(`${name}[]=`, `${name}[$gt]=`, `${name}[__proto__]=`, `%${name.charCodeAt(0).toString(16)}${name.slice(1)}=`);
  const written = fc.oneof({ weight: 4, arbitrary: fc.constant(`${name}=`) }, { weight: 1, arbitrary: oddly });
  return fc.tuple(written, value).map((parts) => parts.join(''));
}

function goodOrAtTheEdge(name: string, schema: Schema): fc.Arbitrary<string> {
  const edges = edgesOf(schema).map(({ value }) => encodeURIComponent(value));
  const ids = schema['format'] === 'uuid' ? [fc.constant(OWN_ID), fc.uuid()] : [];
  const good = encodeURIComponent(String(schema['example'] ?? GOOD[name] ?? 'x'));
  return fc.oneof(...ids, ...(edges.length > 0 ? [fc.constantFrom(...edges)] : []), fc.constant(good));
}
