import { ServiceKeysService } from '../../src/service-keys/service-keys.service';
import type { TestApp } from './app';
import { registerSecret } from './secrets';

/** The two places that judge an access token: a guarded route and introspection. */
export class TokenDoor {
  private constructor(
    private readonly app: TestApp,
    readonly serviceKey: string,
  ) {}

  static async of(app: TestApp): Promise<TokenDoor> {
    const serviceKey = await app.app.get(ServiceKeysService, { strict: false }).create('orders');
    registerSecret(serviceKey);
    return new TokenDoor(app, serviceKey);
  }

  read(token: string) {
    return this.app.http.get('/v2/users/me').set('authorization', `Bearer ${token}`);
  }

  introspect(token: string, serviceKey = this.serviceKey) {
    return this.app.http.post('/v2/auth/introspect').set('authorization', `Bearer ${serviceKey}`).type('form').send({ token });
  }

  async expectRefused(token: string, code = 'token_invalid'): Promise<void> {
    const { body, headers, status } = await this.read(token);
    expect({ token, status, code: (body as { code?: string }).code }).toEqual({ token, status: 401, code });
    expect(headers['www-authenticate']).toBe('Bearer realm="latchkey", error="invalid_token"');
    const told = await this.introspect(token);
    expect({ token, status: told.status, body: told.body as unknown }).toEqual({ token, status: 200, body: { active: false } });
  }
}
