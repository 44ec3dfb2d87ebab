import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { AtOnce, CurrentCaller, Scopes } from '../../examples/nest-guard/latchkey.guard';
import { LatchkeyModule } from '../../examples/nest-guard/latchkey.module';
import type { Caller, LatchkeyOptions } from '../../examples/nest-guard/latchkey-tokens';
import { ServiceKeysService } from '../../src/service-keys/service-keys.service';
import { KeyRotation } from '../../src/tokens/key-rotation';
import { startApp, type TestApp } from '../support/app';
import { capturedLog } from '../support/capture';
import { runScript } from '../support/child';
import type { Device, Person } from '../support/factories';
import { forgetEverywhere } from '../support/heard-by-all';
import { readJwt } from '../support/jwt';
import { type RefusedTokens, refusedTokensOf } from '../support/refused-tokens';
import { registerSecret } from '../support/secrets';
import { serving } from '../support/serving';
import { within } from '../support/within';

const ISSUER = 'https://accounts.example.com';
const VERIFY = join(__dirname, '../../examples/verify.mjs');

let app: TestApp;
let serviceKey: string;
let ann: Person;
let phone: Device;
let refused: RefusedTokens;

beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off', ISSUER });
  serviceKey = await app.app.get(ServiceKeysService, { strict: false }).create('orders');
  registerSecret(serviceKey);
  ann = await app.given.user();
  phone = await app.given.session(ann);
  refused = await refusedTokensOf(app, ann);
});
afterAll(() => app?.close());

async function revoked(): Promise<string> {
  const device = await app.given.session(ann);
  await device.post('/v2/auth/sign-out').expect(204);
  return device.accessToken;
}

const jwksUrl = () => `${app.baseUrl}/.well-known/jwks.json`;
const introspectionUrl = () => `${app.baseUrl}/v2/auth/introspect`;

describe('examples/verify.mjs', () => {
  const offline = () => ({ JWKS_URL: jwksUrl(), ISSUER });
  const atOnce = () => ({ ...offline(), INTROSPECTION_URL: introspectionUrl(), SERVICE_KEY: serviceKey });
  const verify = (token: string, environment: Record<string, string>) => runScript(VERIFY, environment, `${token}\n`);

  it.each([
    ['by the keys alone', offline],
    ['with introspection', atOnce],
  ])('accepts a good token %s', async (_, environment) => {
    const { code, output, errors } = await verify(phone.accessToken, environment());
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(output)).toEqual(readJwt(phone.accessToken).claims);
  });

  it.each([
    ['expired', /^ERR_JWT_EXPIRED/],
    ['tampered', /^ERR_JWS_SIGNATURE_VERIFICATION_FAILED/],
    ['refresh', /^ERR_JWS_INVALID/],
    ['dialect', /^ERR_JOSE_ALG_NOT_ALLOWED/],
    ['of another issuer', /^ERR_JWT_CLAIM_VALIDATION_FAILED/],
    ['nonsense', /^ERR_JWS_INVALID/],
  ] as const)('refuses what is no good access token, with introspection too: %s', async (kind, reason) => {
    for (const environment of [offline(), atOnce()]) {
      const { code, output, errors } = await verify(refused[kind], environment);
      expect({ code, output, errors }).toEqual({ code: 1, output: '', errors: expect.stringMatching(reason) as string });
    }
  });

  it('learns of a revocation at once by introspection, and not by the keys', async () => {
    const token = await revoked();
    expect(await verify(token, atOnce())).toMatchObject({ code: 1, output: '', errors: 'Error: The session has ended\n' });
    expect(await verify(token, offline())).toMatchObject({ code: 0 });
  });

  it('accepts nothing where Latchkey cannot be asked, or does not answer it', async () => {
    for (const changed of [{ INTROSPECTION_URL: 'http://127.0.0.1:1/' }, { SERVICE_KEY: 'lks_wrong' }, { JWKS_URL: `${app.baseUrl}/nowhere` }]) {
      expect(await verify(phone.accessToken, { ...atOnce(), ...changed })).toMatchObject({ code: 1, output: '' });
    }
    expect(await verify(phone.accessToken, { ...offline(), SERVICE_KEY: serviceKey })).toMatchObject({ code: 1, output: '' });
  });
});

@Controller('orders')
class OrdersController {
  @Get()
  list(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('at-once')
  @AtOnce()
  atOnce(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('all')
  @AtOnce()
  @Scopes(['admin'])
  all(): string[] {
    return [];
  }
}

describe('examples/nest-guard', () => {
  let orders: NestFastifyApplication;

  async function startOrders(options: Partial<LatchkeyOptions> = {}): Promise<NestFastifyApplication> {
    const latchkey = LatchkeyModule.forRoot({ issuer: ISSUER, jwksUrl: jwksUrl(), introspection: { url: introspectionUrl(), serviceKey }, ...options });
    const testing = await Test.createTestingModule({ imports: [latchkey], controllers: [OrdersController] })
      .setLogger(capturedLog())
      .compile();
    const started = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await started.listen(0, '127.0.0.1');
    return started;
  }

  beforeAll(async () => {
    orders = await startOrders();
  });
  afterAll(() => orders?.close());

  const get = (path: string, token: string, from = orders) => request(from.getHttpServer()).get(path).set('authorization', `Bearer ${token}`);

  it.each(['/orders', '/orders/at-once'])('lets a good token in to %s and says whose it is', async (path) => {
    const { body } = await get(path, phone.accessToken).expect(200);
    expect(body).toEqual({ userId: ann.id, sessionId: phone.sessionId, scopes: ['user'] });
  });

  it.each(['expired', 'tampered', 'refresh', 'dialect', 'of another issuer', 'nonsense'] as const)('refuses what is no good access token: %s', async (kind) => {
    for (const path of ['/orders', '/orders/at-once']) {
      const { headers } = await get(path, refused[kind]).expect(401);
      expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    }
  });

  it('refuses whoever presents none', async () => {
    const { headers } = await request(orders.getHttpServer()).get('/orders').expect(401);
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it('learns of a revocation at once where it asks, and with the token’s end elsewhere', async () => {
    const token = await revoked();
    await get('/orders/at-once', token).expect(401);
    await get('/orders', token).expect(200);
  });

  it('goes by the scopes of now where it asks', async () => {
    const admin = await app.given.admin();
    const { accessToken } = await app.given.session(admin);
    await get('/orders/all', accessToken).expect(200);
    await app.db(`UPDATE users SET scopes = '{user}' WHERE id = $1`, [admin.id]);
    await within(1_000, () => get('/orders/all', accessToken).expect(403));
    await get('/orders/all', phone.accessToken).expect(403);
  });

  it('neither lets in nor signs out while Latchkey cannot be asked', async () => {
    const cut = await startOrders({ introspection: { url: 'http://127.0.0.1:1/', serviceKey } });
    await get('/orders', phone.accessToken, cut).expect(200);
    await get('/orders/at-once', phone.accessToken, cut).expect(503);
    await cut.close();
    const keyless = await startOrders({ jwksUrl: 'http://127.0.0.1:1/' });
    await get('/orders', phone.accessToken, keyless).expect(503);
    await keyless.close();
  });

  const rotateNow = () => app.app.get(KeyRotation, { strict: false }).rotateNow();
  const rotate = () => rotateNow().then(() => forgetEverywhere(app.apps));

  it('takes tokens of the key that follows without fetching the keys again, and still those of the old one', async () => {
    const jwks = await serving(await (await fetch(jwksUrl())).text());
    const onceTold = await startOrders({ jwksUrl: jwks.url });
    await get('/orders', phone.accessToken, onceTold).expect(200);
    await rotate();
    const fresh = await app.given.session(ann);
    expect(readJwt(fresh.accessToken).header['kid']).not.toBe(readJwt(phone.accessToken).header['kid']);
    for (const token of [fresh.accessToken, phone.accessToken]) await get('/orders', token, onceTold).expect(200);
    expect(jwks.asked()).toBe(1);
    await onceTold.close();
    await jwks.close();
  });

  it('knows a signing key that was not published ahead within a second or so', async () => {
    for (let turn = 1; turn <= 2; turn++) await rotate();
    const fresh = await app.given.session(ann);
    await delay(1_100);
    await get('/orders', fresh.accessToken).expect(200);
    await get('/orders', phone.accessToken).expect(200);
  });
});
