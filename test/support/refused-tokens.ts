import { SignIn } from '../../src/auth/sign-in.service';
import { claimedDevice } from '../../src/sessions/device';
import { BearerTokens } from '../../src/tokens/bearer-tokens';
import { startApp, type TestApp } from './app';
import type { Person } from './factories';
import { readJwt } from './jwt';

/** Tokens of a person that no service may take for a good access token, though Latchkey's keys were at work in most. */
export interface RefusedTokens {
  readonly expired: string;
  readonly tampered: string;
  readonly refresh: string;
  readonly dialect: string;
  readonly 'of another issuer': string;
  readonly nonsense: string;
}

export async function refusedTokensOf(app: TestApp, person: Person): Promise<RefusedTokens> {
  app.clock.advance(-1_000);
  const { accessToken: expired } = await app.given.session(person);
  app.clock.advance(1_000);
  const { accessToken, refreshToken: refresh } = await app.given.session(person);
  return {
    expired,
    tampered: withMoreScopes(accessToken),
    refresh,
    dialect: await dialectTokenOf(app, person),
    'of another issuer': await tokenOfAnotherIssuer(app, person),
    nonsense: 'nonsense',
  };
}

/** The HS256 token of a living session of a legacy format. */
export async function dialectTokenOf({ app }: TestApp, { email, password }: Person): Promise<string> {
  const device = claimedDevice({}, { ip: null, userAgent: null });
  const { user, session } = await app.get(SignIn, { strict: false }).signIn({ email, password }, 'mixapp', device);
  const subject = { userId: user.id, sessionId: session.id, scopes: user.scopes, expiresAt: session.expiresAt };
  return app.get(BearerTokens, { strict: false }).mintLegacy('mixapp', subject, session.tokenGeneration).token;
}

function withMoreScopes(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ ...readJwt(token).claims, scope: 'user admin' })).toString('base64url');
  return `${header}.${claims}.${signature}`;
}

/** By the same keys: an instance on the same database that calls itself otherwise. */
async function tokenOfAnotherIssuer({ databaseUrl }: TestApp, person: Person): Promise<string> {
  const other = await startApp({ THROTTLE: 'off', ISSUER: 'https://other.example.com', DATABASE_URL: databaseUrl });
  const { accessToken } = await other.given.session(person);
  await other.close();
  return accessToken;
}
