import { fileOfRepository } from '../sources';

/** What the tests read of an OpenAPI 3.1 document. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

export interface DocumentedAnswer {
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly headers?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: Readonly<Record<string, unknown>> }>>;
  /** How the fields of a form are written, where it is not as OpenAPI has it by itself. */
  readonly encoding?: Readonly<Record<string, { readonly style?: string; readonly explode?: boolean }>>;
}

/** A JSON Schema of the 2020-12 dialect, as OpenAPI 3.1 has it. */
export type Schema = Readonly<Record<string, unknown>>;

let committed: Document | undefined;

/** The committed openapi.json: what clients are promised, whatever the code under test would generate. */
export function document(): Document {
  return (committed ??= JSON.parse(fileOfRepository('openapi.json')) as Document);
}

/** An operation by method and path template (`/v2/sessions/{id}`); undefined where the document has none. */
export function operationOf(method: string, template: string): Operation | undefined {
  return document().paths[template]?.[method.toLowerCase()];
}

/** A documented shape by its name, `#/components/schemas/<name>`. */
export function schemaNamed(name: string): Schema {
  const schema = document().components.schemas[name];
  if (schema === undefined) throw new Error(`openapi.json has no schema ${name}`);
  return schema;
}

/** Replaces a reference by what it refers to, one step. */
export function resolved(schema: Schema): Schema {
  const reference = schema['$ref'];
  return typeof reference === 'string' ? schemaNamed(reference.slice('#/components/schemas/'.length)) : schema;
}
