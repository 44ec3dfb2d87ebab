import { startApp, type TestApp } from '../support/app';
import { operationOf } from '../support/contract/document';
import type { Device, Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';

const PATH = '/v2/users/email-confirmations';

describe('the examples of a confirmation of an address in openapi.json', () => {
  let app: TestApp;
  let person: Person;
  let phone: Device;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
  });
  beforeEach(async () => {
    person = await app.given.user({ password: 'correct horse battery' });
    phone = await app.given.session(person);
  });
  afterAll(() => app?.close());

  /** An example with the token that was mailed in place of its own. */
  async function example(name: string): Promise<object> {
    const examples = operationOf('post', PATH)?.requestBody?.content['application/json']?.examples ?? {};
    return { ...examples[name]?.value, token: tokenOf(await app.mailbox.waitFor(person.email)) };
  }

  const signIn = (password: string) => app.http.post('/v2/auth/sign-in').send({ email: person.email, password });

  it('begin with the password', async () => {
    const { examples = {} } = operationOf('post', PATH)?.requestBody?.content['application/json'] ?? {};
    expect(Object.keys(examples)).toEqual(['password', 'session', 'newPassword']);
    await app.http
      .post(PATH)
      .send(await example('password'))
      .expect(204);
  });

  it('confirm with the token alone where the person is signed in', async () => {
    const body = await example('session');
    await app.http.post(PATH).send(body).expect(403);
    await phone.post(PATH).send(body).expect(204);
  });

  it('set a new password with a first address', async () => {
    await app.http
      .post(PATH)
      .send(await example('newPassword'))
      .expect(204);
    await signIn('correct horse battery').expect(401);
    await signIn('staple battery horse').expect(200);
  });
});
