import { environment } from '../../src/config/environment';
import { ERROR_KINDS } from '../../src/errors/error-kinds';
import { fileNamesIn, fileOfRepository } from '../support/sources';

/** In a table of docs/errors.md each code begins a row: | `code` | … */
function documentedCodes(): string[] {
  return [...fileOfRepository('docs/errors.md').matchAll(/^\| ?`([a-z_]+)`/gm)].map((match) => match[1] ?? '').sort();
}

/** `.env.example` names each setting once, set or commented out: `NAME=` or `# NAME=`. */
function documentedSettings(): string[] {
  return [...fileOfRepository('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? '').sort();
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}
type Operation = { readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> } };
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Texts in bodies of requests that may be anything. */
function unboundedTexts(): string[] {
  const { paths, components } = JSON.parse(fileOfRepository('openapi.json')) as Document;
  const textsIn = (schema: Schema, path: string): string[] => {
    const { $ref, type, properties = {}, items, allOf = [], anyOf = [], oneOf = [] } = schema;
    if ($ref !== undefined) return textsIn(components.schemas[$ref.split('/').at(-1)!]!, path);
    const own = [type].flat().includes('string') && !['maxLength', 'enum', 'format', 'pattern', 'const'].some((bound) => bound in schema) ? [path] : [];
    const parts = [...allOf, ...anyOf, ...oneOf].flatMap((part) => textsIn(part, path));
    // A form writes a list's name with brackets; it is the same field.
    const fields = Object.entries(properties).map(([name, part]) => [name.replace(/\[\]$/, ''), part] as const);
    const inner = fields.flatMap(([name, part]) => textsIn(part, path === '' ? name : `${path}.${name}`));
    return [...own, ...parts, ...inner, ...(items === undefined ? [] : textsIn(items, `${path}[]`))];
  };
  const bodies = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) =>
      Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => textsIn(schema, '').map((text) => `${method} ${path} ${text}`)),
    ),
  );
  return [...new Set(bodies)].sort();
}

describe('the documents agree with the code', () => {
  it('docs/errors.md has a row for every error code, and no other', () => {
    expect(documentedCodes()).toEqual(Object.keys(ERROR_KINDS).sort());
  });

  it('docs/architecture.md has every room, from the top down, and names no file that is not there', () => {
    const text = fileOfRepository('docs/architecture.md');
    const rooms = [...text.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]));
    const listed = [...fileOfRepository('.dependency-cruiser.cjs').matchAll(/^ {2}\[('.*')\],$/gm)].flatMap(([, names = '']) =>
      names.replaceAll("'", '').split(', '),
    );
    expect(rooms).toEqual(listed);
    const files = new Set(fileNamesIn('src'));
    const named = [...text.matchAll(/`(?:[a-z-]+\/)*([a-z.-]+\.ts)`/g)].map((match) => match[1]);
    expect(named.filter((name) => !files.has(name!))).toEqual([]);
  });

  it('.env.example has every setting, and no other', () => {
    expect(documentedSettings()).toEqual(Object.keys(environment.shape).sort());
  });

  it('openapi.json says how long or of what form each text of a request may be, but where it is only compared (ASVS 2.1.1)', () => {
    expect(unboundedTexts()).toEqual([
      'post /api/v1/registrations user.password_confirmation',
      'post /api/v1/sessions user.password',
      'post /user scope[]',
      'post /v1/signin password',
      'put /api/v1/sessions/reset_password user.password_confirmation',
      'put /api/v1/sessions/reset_password user.token',
      'put /api/v1/users/change_password user.password_confirmation',
    ]);
  });
});
