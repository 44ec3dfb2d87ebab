import { createHmac, type KeyObject, sign } from 'node:crypto';

export type JwtPart = Readonly<Record<string, unknown>>;

/** The parts of a token as they stand in it, verified by nobody. */
export function readJwt(token: string): { header: JwtPart; claims: JwtPart } {
  const [header = '', claims = ''] = token.split('.');
  return { header: decode(header), claims: decode(claims) };
}

/** Header and claims, to be signed; what is undefined is left out. */
export function unsignedJwt(header: JwtPart, claims: JwtPart): string {
  return `${encode(header)}.${encode(claims)}`;
}

/** A token signed with an EC key, whatever its header says. */
export function es256Jwt(header: JwtPart, claims: JwtPart, key: KeyObject, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): string {
  const text = unsignedJwt(header, claims);
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding }).toString('base64url')}`;
}

/** A token with an HMAC under a secret, whatever its header says. */
export function hs256Jwt(header: JwtPart, claims: JwtPart, secret: string | Buffer | KeyObject): string {
  const text = unsignedJwt(header, claims);
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function encode(part: JwtPart): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decode(part: string): JwtPart {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as JwtPart;
}
