import { AppmixerAdmin } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';
import { operationOf } from '../support/contract/document';
import { within } from '../support/within';

/** A path with the examples of its parameters, as the docs page fills them in. */
function prefilled(path: string): string {
  const parameters = operationOf('get', path)?.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
  const examples = parameters.flatMap(({ name, schema }) =>
    schema?.['example'] === undefined ? [] : [`${name}=${encodeURIComponent(String(schema['example']))}`],
  );
  return `${path}?${examples.join('&')}`;
}

describe('queries with the examples of openapi.json', () => {
  let app: TestApp;
  let admin: AppmixerAdmin;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
    admin = await AppmixerAdmin.of(app);
  });
  afterAll(() => app?.close());

  it('show a person’s whole activity', async () => {
    const phone = await app.given.session(admin.person);
    // Events of sign-ins are written a moment after the answer.
    await within(5_000, async () => {
      const { body } = await phone.get('/v2/users/me/activity').expect(200);
      expect((await phone.get(prefilled('/v2/users/me/activity')).expect(200)).body).toEqual(body);
      expect((body as { events: unknown[] }).events.length).toBeGreaterThan(0);
    });
  });

  it('list and count everybody at Appmixer', async () => {
    expect((await admin.get(prefilled('/users')).expect(200)).body).toEqual(await admin.list(''));
    expect((await admin.get(prefilled('/users/count')).expect(200)).body).toEqual({ count: 1 });
  });
});
