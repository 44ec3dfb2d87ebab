import fc from 'fast-check';
import { type Operation, resolved, type Schema } from '../../support/contract/document';
import { edgesOf } from './edges';
import { hostileQuery, queryOf } from './query';
import { hostileHeaders, hostileSegment, hostileValue } from './values';

/** How a request is spoilt; against whom it is sent is settled when it is sent. */
export interface Attack {
  readonly credential: 'own' | 'none' | 'foreign' | 'garbage';
  /** What stands in place of fields of a good body, by their path; `undefined` takes the field away. */
  readonly changes: readonly { readonly field: readonly string[]; readonly value: unknown }[];
  readonly form: BodyForm;
  readonly contentType: string | null;
  /** Whether tokens, codes and numbers that the operation asks for were given out, or are made up, as a newcomer's address is. */
  readonly secrets: 'real' | 'made-up';
  /** In place of each parameter of the path; null for a good one. */
  readonly segment: string | null;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type BodyForm =
  'json' | 'form' | 'none' | 'truncated' | 'twice' | 'prototype' | 'list' | 'not-utf8' | 'deep' | 'deep-list' | 'many-fields' | 'two-documents';

const CONTENT_TYPES = [
  'text/plain',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json;',
  'APPLICATION/JSON',
  'application/jsonp',
  ';',
  '',
  'application/x-www-form-urlencoded; charset=latin1',
  'application/json, text/plain',
];

/** Attacks on an operation: what a field, parameter or header may be is read from its documentation. */
export function attacksOn(operation: Operation): fc.Arbitrary<Attack> {
  const fields = fieldsOf(bodySchema(operation));
  const hasParameters = operation.parameters?.some((parameter) => parameter.in === 'path') ?? false;
  return fc.record<Attack>({
    credential: often('own', fc.constantFrom<Attack['credential']>('none', 'foreign', 'garbage')),
    changes: fields.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...fields.map(changeOf)), { maxLength: 3 }),
    form: often<BodyForm>(
      'json',
      fc.constantFrom('form', 'none', 'truncated', 'twice', 'prototype', 'list', 'not-utf8', 'deep', 'deep-list', 'many-fields', 'two-documents'),
    ),
    contentType: seldom(fc.constantFrom(...CONTENT_TYPES)),
    secrets: often<Attack['secrets']>('real', fc.constant('made-up')),
    segment: hasParameters ? fc.option(hostileSegment, { freq: 2 }) : fc.constant(null),
    query: queryOf(operation) ?? often('', hostileQuery),
    headers: often({}, hostileHeaders),
  });
}

/** The schema of the body; null where the operation takes none. */
export function bodySchema({ requestBody }: Operation): Schema | null {
  const schema = requestBody === undefined ? undefined : Object.values(requestBody.content)[0]?.schema;
  return schema === undefined ? null : resolved(schema);
}

/** A field by its path in the body. */
export interface BodyField {
  readonly path: readonly string[];
  readonly schema: Schema;
}

/** Every field, objects and what is in them. */
export function fieldsOf(schema: Schema | null, path: readonly string[] = []): BodyField[] {
  const properties = (schema?.['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  return Object.entries(properties).flatMap(([name, part]) => [
    { path: [...path, name], schema: resolved(part) },
    ...fieldsOf(resolved(part), [...path, name]),
  ]);
}

function changeOf({ path, schema }: BodyField): fc.Arbitrary<Attack['changes'][number]> {
  const edges = edgesOf(schema).map(({ value }) => value);
  const value = fc.oneof(
    { weight: 9, arbitrary: hostileValue },
    { weight: edges.length === 0 ? 0 : 4, arbitrary: fc.constantFrom<unknown>(...edges, '') },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
  return fc.record({ field: fc.constant(path), value });
}

/** Mostly nothing. */
function seldom<Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: values });
}

function often<Value>(usual: Value, others: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });
}
