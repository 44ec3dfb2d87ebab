import { ApiRegistry } from '../../src/http/api-registry';
import { startApp, type TestApp } from '../support/app';
import { pathWithValues, type Route, routesOf } from '../support/routes';

const DIALECT_PREFIXES = /^\/(v1|api\/v1|api\/user\/v1|user|users)(\/|$)/;
/** What is nobody's but the house's own, besides /v2. */
const NATIVE_PREFIXES = /^\/(v2|account|health|metrics|dev|docs|\.well-known)(\/|$)/;

/** Each of these was a decision: a new one is added here with the change that opens it. */
const OPEN_ROUTES = [
  'public GET /.well-known/jwks.json',
  'public GET /account/confirm-email',
  'public POST /account/confirm-email',
  'public GET /account/confirm-email/done',
  'public GET /account/not-me',
  'public POST /account/not-me',
  'public GET /account/recover',
  'public POST /account/recover',
  'public GET /account/recover/changed',
  'public GET /account/recover/confirm',
  'public POST /account/recover/confirm',
  'public GET /account/recover/sent',
  'public GET /account/recovery-request',
  'public POST /account/recovery-request',
  'public GET /account/recovery-request/approved',
  'public GET /account/recovery-request/denied',
  'public GET /account/sessions',
  'public POST /account/sessions/end',
  'public POST /account/sessions/end-others',
  'public GET /account/sign-in',
  'public POST /account/sign-in',
  'public POST /account/sign-out',
  'public GET /account/strength.js',
  'public GET /account/style.css',
  'public GET /account/undo-email-change',
  'public POST /account/undo-email-change',
  'public PATCH /api/user/v1/changepassword',
  'public POST /api/user/v1/register',
  'public PATCH /api/user/v1/resetpassword',
  'public POST /api/v1/registrations',
  'public POST /api/v1/sessions',
  'public PUT /api/v1/sessions/reset_password',
  'public POST /api/v1/sessions/restore_password',
  'public GET /dev/mailbox',
  'public GET /dev/mailbox/:id',
  'public GET /dev/mailbox/:id/html',
  'public GET /dev/mailbox/messages',
  'public GET /dev/mailbox/preview',
  'public GET /dev/mailbox/preview/:locale/:kind',
  'public GET /dev/mailbox/preview/:locale/:kind/html',
  'public GET /health/live',
  'public GET /health/ready',
  'public GET /metrics',
  'public POST /user',
  'public POST /user/auth',
  'public POST /user/forgot-password',
  'public POST /user/forgot-password/reset',
  'public POST /v1/repair',
  'public POST /v1/repair/:token',
  'public POST /v1/signin',
  'public POST /v1/signup',
  'public POST /v2/auth/introspect',
  'public POST /v2/auth/refresh',
  'public POST /v2/auth/revoke',
  'public POST /v2/auth/sign-in',
  'public POST /v2/password-recovery',
  'public POST /v2/password-recovery/confirm',
  'public POST /v2/users',
  'optional POST /v2/users/email-confirmations',
];

describe('every route', () => {
  let app: TestApp;
  let routes: Route[];
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
    routes = routesOf(app.app);
  });
  afterAll(() => app?.close());

  const apisOf = (path: string) =>
    app.app
      .get(ApiRegistry, { strict: false })
      .all()
      .filter(({ name, owns }) => name !== 'native' && owns(path))
      .map(({ name }) => name);

  it('is found by this walk', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  });

  it('belongs to exactly one API', () => {
    const owners = routes.map((route) => ({ path: route.path, apis: apisOf(pathWithValues(route)) }));
    expect(owners.filter(({ apis }) => apis.length > 1)).toEqual([]);
    expect(owners.filter(({ path, apis }) => apis.length === 0 && (DIALECT_PREFIXES.test(path) || !NATIVE_PREFIXES.test(path)))).toEqual([]);
  });

  it('that is not marked otherwise refuses a caller without a token, in its own API’s words', async () => {
    const open: string[] = [];
    for (const route of routes.filter(({ access }) => access === 'guarded')) {
      if (!(await refuses(route))) open.push(`${route.method} ${route.path} (${route.handler})`);
    }
    expect(open).toEqual([]);
  });

  it('that is marked public or optional is one of these', () => {
    const marked = routes.filter(({ access }) => access !== 'guarded').map(({ method, path, access }) => `${access} ${method} ${path}`);
    expect(marked).toEqual(OPEN_ROUTES);
  });

  /** Mixapp refuses with 200 and a code, UProgress' current session with an empty user: see wire/README.md. */
  async function refuses({ method, path, ...route }: Route): Promise<boolean> {
    const answer = await fetch(app.baseUrl + pathWithValues({ method, path, ...route }), { method, redirect: 'manual' });
    const body = await answer.text();
    if (answer.status === 401) return true;
    return path.startsWith('/v1/') && answer.status === 200 && /"error_code": ?655\b/.test(body);
  }
});
