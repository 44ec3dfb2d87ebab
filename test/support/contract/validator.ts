import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { document, type Schema } from './document';

const ID = 'openapi';

let ajv: Ajv2020 | undefined;
const compiled = new Map<Schema, ValidateFunction>();

/**
 * What is wrong with a value by a schema of the document, as lines that begin with the path in the value; none when
 * it matches. Stricter than the document says: where a schema lists properties, no other may be there.
 */
export function mismatches(schema: Schema, value: unknown): string[] {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = engine().compile(closed(withoutLocalReferences(schema)) as object);
    compiled.set(schema, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `body${instancePath}: ${message} ${JSON.stringify(params)}`);
}

function engine(): Ajv2020 {
  if (ajv !== undefined) return ajv;
  ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
  // Words of OpenAPI that say nothing about validity.
  ajv.addVocabulary(['example', 'discriminator', 'xml', 'externalDocs']);
  ajv.addSchema({ $id: ID, $defs: closed(withoutLocalReferences(document().components.schemas)) as object });
  return ajv;
}

/** References name the document, which is registered under its own id. */
function withoutLocalReferences(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', `"${ID}#/$defs/`));
}

/** Every object that lists its properties allows no others. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, key === 'example' || key === 'examples' ? part : closed(part)]));
  const isOpen = 'properties' in parts && typeof parts['properties'] === 'object' && !('additionalProperties' in parts) && parts['type'] !== undefined;
  return isOpen ? { ...parts, additionalProperties: false } : parts;
}
