import type { OpenAPIObject } from '@nestjs/swagger';

const FORM = 'application/x-www-form-urlencoded';

type Property = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Schema = Exclude<Property, { $ref: string }>;
type Body = NonNullable<NonNullable<OpenAPIObject['paths'][string]['post']>['requestBody']>;
type MediaType = Exclude<Body, { $ref: string }>['content'][string];

/**
 * Describes forms that hold lists as they are read: a list as `name[]=…` for each part, an object as `name[key]=…`. By OpenAPI's own
 * rules clients would write a name twice and JSON, which these routes refuse; and none can write a null. Other forms stay as they are.
 */
export function describeForms({ paths, components }: OpenAPIObject): void {
  const bodies = Object.values(paths).flatMap(({ post, put, patch }) => [post, put, patch].map((operation) => operation?.requestBody));
  for (const body of bodies) {
    const form = body === undefined || '$ref' in body ? undefined : body.content[FORM];
    if (form?.schema === undefined) continue;
    const schema = resolved(form.schema, components?.schemas ?? {});
    if (Object.values(schema.properties ?? {}).some((property) => isA('array', property))) Object.assign(form, formOf(schema));
  }
}

function formOf({ properties = {}, ...schema }: Schema): MediaType {
  const fields: Record<string, Property> = {};
  const encoding: NonNullable<MediaType['encoding']> = {};
  for (const [key, property] of Object.entries(properties)) {
    const name = isA('array', property) ? `${key}[]` : key;
    fields[name] = withoutNull(property);
    if (isA('array', property)) encoding[name] = { style: 'form', explode: true };
    if (isA('object', property)) encoding[name] = { style: 'deepObject', explode: true };
  }
  return { schema: { ...schema, properties: fields }, encoding };
}

/** Where the example is null, nothing of the field is written: what has no example is filled in with texts by Swagger UI. */
function withoutNull(property: Property): Property {
  if ('$ref' in property) return property;
  const types = typesOf(property).filter((type) => type !== 'null');
  const nothing = types.includes('array') ? [] : types.includes('object') ? {} : '';
  return { ...property, type: types.length === 1 ? types[0] : types, ...(property.example === null ? { example: nothing } : {}) };
}

const isA = (type: string, property: Property): boolean => !('$ref' in property) && typesOf(property).includes(type);
const typesOf = ({ type }: Schema): string[] => [type ?? []].flat();

function resolved(schema: Property, schemas: Readonly<Record<string, Property>>): Schema {
  if (!('$ref' in schema)) return schema;
  const named = schemas[schema.$ref.slice('#/components/schemas/'.length)];
  return named === undefined ? {} : resolved(named, schemas);
}
