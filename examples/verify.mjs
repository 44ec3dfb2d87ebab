// Whether an access token of Latchkey is good: `JWKS_URL=… ISSUER=… node verify.mjs < token`. Prints its claims, or why not.
// With INTROSPECTION_URL and SERVICE_KEY it also asks whether the session is still alive at this moment.
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { JWKS_URL, ISSUER, INTROSPECTION_URL, SERVICE_KEY } = process.env;
if (!JWKS_URL || !ISSUER || !INTROSPECTION_URL !== !SERVICE_KEY)
  throw new Error('Set JWKS_URL and ISSUER, and INTROSPECTION_URL and SERVICE_KEY together or not at all');

// Keys are kept for ten minutes and fetched anew, at most once a second, for a token that names one not seen yet.
const keys = createRemoteJWKSet(new URL(JWKS_URL), { cooldownDuration: 1_000 });

/** Offline. An issuer is its own audience; type and algorithm keep out refresh tokens and those of the legacy formats. */
async function verify(token) {
  const requiredClaims = ['sub', 'sid', 'jti', 'exp'];
  const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: ISSUER, typ: 'at+jwt', algorithms: ['ES256'], requiredClaims });
  return payload;
}

/** Asks Latchkey itself, which knows of an ended session at once. The scopes it tells are those of now. */
async function introspect(token) {
  const headers = { authorization: `Bearer ${SERVICE_KEY}` };
  const answer = await fetch(INTROSPECTION_URL, { method: 'POST', headers, body: new URLSearchParams({ token }), signal: AbortSignal.timeout(2_000) });
  if (!answer.ok) throw new Error(`Introspection failed with status ${answer.status}`);
  const { active, scope } = await answer.json();
  if (active !== true) throw new Error('The session has ended');
  return { scope };
}

try {
  const token = (await text(process.stdin)).trim();
  const claims = await verify(token);
  console.log(JSON.stringify(INTROSPECTION_URL ? { ...claims, ...(await introspect(token)) } : claims));
} catch (error) {
  console.error(`${error.code ?? error.name}: ${error.message}`);
  process.exitCode = 1;
}
