import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelCase, kebabCase, snakeCase, upperFirst } from 'lodash';
import { ERROR_KINDS } from '../../../src/errors/error-kinds';
import { Log } from '../../../src/log/log';
import { isSecretName } from '../../support/secrets';
import { fileOfRepository, sourcesIn } from '../../support/sources';

const SECRET = 'ABCD-EFGH';
const WIRE = join(__dirname, '../../wire');

/** Names in the document, in DTOs and in the golden files: keys of JSON and forms, headers, parameters, properties. */
function everyName(): string[] {
  const golden = readdirSync(WIRE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.http'));
  const dtos = sourcesIn('src').filter(({ path }) => path.endsWith('.dto.ts'));
  const texts = [fileOfRepository('openapi.json'), ...dtos.map(({ text }) => text), ...golden.map((file) => readFileSync(join(WIRE, file), 'utf8'))];
  const names = texts.flatMap((text) => [...text.matchAll(/([A-Za-z_-]{3,})[\]"!?]*\s*[:=]|"name": "([^"]+)"/g)].map(([, key, name]) => name ?? key!));
  return [...new Set(names)];
}

/** A name as any client or library of ours may spell it. */
const spellings = (name: string): string[] => [
  ...[name, camelCase(name), upperFirst(camelCase(name)), snakeCase(name), snakeCase(name).toUpperCase()],
  ...[kebabCase(name), kebabCase(name).toUpperCase(), camelCase(name).toLowerCase(), name.toUpperCase()],
];

const secretNames = everyName().filter(isSecretName);

function written(facts: Record<string, unknown>): string {
  const writes: string[] = [];
  Log.to('info', { write: (text) => writes.push(text) }).event('careless', facts);
  return writes.join('');
}

/** With so many objects around it. */
const nested = (value: Record<string, unknown>, depth: number): Record<string, unknown> =>
  depth === 0 ? value : depth % 2 === 0 ? { list: [nested(value, depth - 1)] } : { inner: nested(value, depth - 1) };

describe('what a line tells of secrets', () => {
  it('has every name to look for', () => {
    expect(secretNames).toEqual(
      expect.arrayContaining(['oldPassword', 'newpassword', 'password_confirmation', 'uprogresstoken', 'X-Auth-Token', 'user_secret', 'code', 'refreshToken']),
    );
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 9])('is nothing, whatever the name, in any style, with %d objects around it', (depth) => {
    const names = secretNames.flatMap(spellings).filter((name) => name !== '');
    expect(names.filter((name) => written(nested({ [name]: SECRET }, depth)).includes(SECRET))).toEqual([]);
  });

  it.each(['apiKey', 'service_key', 'private-key', 'secretKey', 'key', 'reset', 'cookie', 'set-cookie', 'link', 'passwordHash'])('is nothing: %s', (name) => {
    expect(spellings(name).filter((spelling) => written({ a: { [spelling]: SECRET } }).includes(SECRET))).toEqual([]);
  });

  it('is nothing, also where a number, a list or an object is the secret', () => {
    const line = written({ password: 31337, tokens: [{ token: [SECRET] }], authorization: { of: SECRET } });
    expect(line).not.toMatch(/31337|ABCD/);
  });

  it('hides no code of an error, and no fact that the program tells', () => {
    const codes = [...Object.keys(ERROR_KINDS), 'EMESSAGE', 'EMESSAGE 550', 'ETIMEDOUT', '23505', 'ECONNRESET'];
    expect(codes.filter((code) => written({ code }).includes('[redacted]'))).toEqual([]);
    const told = {
      userId: 'u',
      sessionId: 's',
      mailId: 'm',
      kind: 'k',
      keys: 2,
      keyId: 'id',
      class: 'stale',
      at: new Date(0),
      list: [1, 'a', null],
      none: null,
    };
    expect(JSON.parse(written(told))).toMatchObject({ ...told, at: '1970-01-01T00:00:00.000Z' });
  });

  it.each(['abcd efgh', 'ABCDEFGH', ' a-b-c-d-2-3-4-5 '])('is nothing of a recovery code, as people type it: %s', (code) => {
    expect(written({ body: { code } })).not.toContain(code);
  });

  it('ends where objects hold each other', () => {
    const one: Record<string, unknown> = { password: SECRET };
    one['self'] = { one };
    expect(JSON.parse(written({ one }))).toMatchObject({ one: { password: '[redacted]', self: { one: '[Object]' } } });
  });

  it('does not change what is logged', () => {
    const facts = { body: { password: SECRET } };
    written(facts);
    expect(facts).toEqual({ body: { password: SECRET } });
  });
});
