import { HashThreads } from '../../src/credentials/hash-threads';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/*
 * The time that an answer takes tells whether there is an account if one of two answers costs a hash and the other none. The
 * benchmark measures it; here the hashes are counted, which a busy machine does not disturb.
 */

async function hashesOf(kind: 'hash' | 'verify', request: () => PromiseLike<unknown>): Promise<number> {
  const work = jest.spyOn(HashThreads.prototype, kind);
  try {
    await request();
    return work.mock.calls.length;
  } finally {
    work.mockRestore();
  }
}

describe('a password that is refused', () => {
  let app: TestApp;
  let ann: Person;
  let disabled: Person;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
    [ann, disabled] = [await app.given.user(), await app.given.user()];
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
  });
  afterAll(() => app?.close());

  it.each(SIGN_IN_DOORS.map((door) => [door.name, door] as const))('at %s is compared once, whose account it ever is', async (_, door) => {
    for (const email of [ann.email, disabled.email, 'nobody@example.com']) {
      expect([email, await hashesOf('verify', () => door.prove(app, email, 'wrong guess'))]).toEqual([email, 1]);
    }
    expect(await hashesOf('verify', () => door.prove(app, disabled.email, disabled.password))).toBe(1);
  });
});

it('with SIGN_UP=verified a registration is hashed once, also of a taken address', async () => {
  const app = await startApp({ THROTTLE: 'off', SIGN_UP: 'verified' });
  try {
    const register = () => app.http.post('/v2/users').send({ email: 'ann@orchard.example', password: 'Walnut-Bridge-40' }).expect(202);
    for (let times = 0; times < 2; times++) expect(await hashesOf('hash', register)).toBe(1);
  } finally {
    await app.close();
  }
});
