import { AppmixerAdmin, bearer } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';
import { operationOf } from '../support/contract/document';
import { exampleForm } from '../support/contract/form';

/** The form of an operation with its examples, as a client writes it that was made from openapi.json. */
function formOf(method: string, template: string): string {
  const form = operationOf(method, template)?.requestBody?.content['application/x-www-form-urlencoded'];
  if (form === undefined) throw new Error(`${method} ${template} takes no form`);
  return exampleForm(form);
}

describe('what openapi.json says of Appmixer’s forms', () => {
  let app: TestApp;
  let admin: AppmixerAdmin;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
    admin = await AppmixerAdmin.of(app);
  });
  afterAll(() => app?.close());

  const kept = (id: string) => app.db('SELECT scopes, metadata FROM users WHERE object_id = $1', [id]);

  it('makes an account, of which its examples say no scopes and no metadata', async () => {
    const answer = await app.http.post('/user').set(bearer(admin.token)).type('form').send(formOf('post', '/user')).expect(200);
    expect(await kept((answer.body as { user: { id: string } }).user.id)).toEqual([{ scopes: ['user'], metadata: {} }]);
  });

  it('changes scopes and metadata', async () => {
    const id = await admin.idOf(await app.given.user());
    // The address of the examples is taken by now.
    const form = formOf('put', '/users/{id}').replaceAll('abc%40', `${id}%40`);
    await app.http.put(`/users/${id}`).set(bearer(admin.token)).type('form').send(form).expect(200);
    expect(await kept(id)).toEqual([{ scopes: ['user', 'acme1'], metadata: { team: 'north' } }]);
  });
});
