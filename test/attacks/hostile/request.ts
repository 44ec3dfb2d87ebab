import { stringify } from 'qs';
import { type Operation, resolved, type Schema } from '../../support/contract/document';
import { type Attack, bodySchema } from './attack';
import { OWN_ID } from './query';
import { RAW } from './values';
import type { World } from './world';

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | null;
}

/** The request that an attack comes to, in the world as it is now. */
export function requestOf(method: string, template: string, operation: Operation, attack: Attack, world: World): HostileRequest {
  const path =
    template.replace(/\{\w+\}/g, () => attack.segment ?? world.goodSegment(template, attack.secrets)) + attack.query.replaceAll(OWN_ID, world.eventId);
  const schema = bodySchema(operation);
  const body =
    schema === null
      ? null
      : bodyOf(
          changed(
            goodValue(schema, (name) => world.goodField(name, template, attack.secrets)),
            attack,
          ),
          attack,
        );
  const type = attack.contentType ?? (attack.form === 'form' || attack.form === 'many-fields' ? 'application/x-www-form-urlencoded' : 'application/json');
  const headers: Record<string, string> = { ...attack.headers, ...world.credentials(template, operation, attack.credential) };
  if (body !== null) Object.assign(headers, { 'content-type': type, 'content-length': String(body.length) });
  return { method: method.toUpperCase(), path, headers, body };
}

/** A value that the field takes: the world's own where it has one, else the documented example. */
function goodValue(schema: Schema, own: (name: string) => unknown, name = ''): unknown {
  const { properties, example } = schema as { properties?: Record<string, Schema>; example?: unknown };
  if (properties !== undefined) {
    return Object.fromEntries(Object.entries(properties).map(([field, part]) => [field, goodValue(resolved(part), own, field)]));
  }
  return own(name) ?? example ?? null;
}

function changed(body: unknown, { changes }: Attack): unknown {
  const copy = structuredClone(body);
  for (const { field, value } of changes) {
    const holder = field.slice(0, -1).reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], copy);
    const name = field.at(-1) ?? '';
    if (typeof holder !== 'object' || holder === null) continue;
    if (value === undefined) delete (holder as Record<string, unknown>)[name];
    else (holder as Record<string, unknown>)[name] = value;
  }
  return copy;
}

function bodyOf(value: unknown, { form }: Attack): Buffer | null {
  const json = JSON.stringify(value).replace(new RegExp(`"${RAW}((?:[^"\\\\]|\\\\.)*)"`, 'g'), (_, raw: string) => JSON.parse(`"${raw}"`) as string);
  const having = (members: string) => `{${members},${json.slice(1)}`;
  switch (form) {
    case 'json':
      return Buffer.from(json);
    case 'form':
      return Buffer.from(stringify(wellFormed(value)));
    case 'none':
      return null;
    case 'truncated':
      return Buffer.from(json.slice(0, Math.ceil(json.length / 2)));
    case 'twice':
      return Buffer.from(having(json.slice(1, -1)));
    case 'prototype':
      return Buffer.from(having('"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}'));
    case 'list':
      return Buffer.from(`[${json}]`);
    case 'not-utf8':
      return Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xff, 0xfe, 0xc0, 0xaf]), Buffer.from('"}')]);
    case 'deep':
      return Buffer.from(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`);
    case 'deep-list':
      return Buffer.from(`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`);
    case 'many-fields':
      return Buffer.from('a[]=1&'.repeat(2_000));
    case 'two-documents':
      return Buffer.from(json + json);
  }
}

/** Forms hold well-formed text only; their encoder throws at half a surrogate pair. */
function wellFormed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part)) as unknown;
}
