import { AppmixerAdmin, bearer, NOBODY, type ShownUser, signIn, tokenFor, told } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';
import { traced } from '../support/audit';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';

let app: TestApp;
let admin: AppmixerAdmin;
let ann: Person;
let annId: string;
let serial = 0;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  admin = await AppmixerAdmin.of(app);
});
beforeEach(async () => {
  ann = await app.given.user({ username: `ann-${++serial}` });
  annId = await admin.idOf(ann);
});
afterAll(() => app?.close());

describe('PUT /users/:id', () => {
  const byThe = (): [string, string] => ['admin', admin.person.id];

  it('changes the username, which signs in then, and tells it by whom', async () => {
    const before = await admin.shown(annId);
    const username = `anna-${serial}`;
    const trail = await traced(app, async () => {
      expect((await admin.put(annId, { username: ` ${username} ` }).expect(200)).body).toEqual({ ...before, username });
    });
    expect(told(trail)).toEqual([['username_changed', ann.id, ...byThe(), {}]]);
    expect(await admin.shown(annId)).toEqual({ ...before, username });
    await app.http.post('/user/auth').send({ username, password: ann.password }).expect(200);
  });

  it('gives no username to who gets the own address for one', async () => {
    expect((await admin.put(annId, { username: ann.email.toUpperCase() }).expect(200)).body).toMatchObject({ username: ann.email, email: ann.email });
    expect(await app.db('SELECT username FROM users WHERE id = $1', [ann.id])).toEqual([{ username: null }]);
  });

  it('changes the address: it is not confirmed, what was mailed is dead, and the sessions go on', async () => {
    const cat = await app.given.user({ verified: true });
    const catId = await admin.idOf(cat);
    const own = await tokenFor(app, cat);
    await app.http.post('/user/forgot-password').send({ email: cat.email }).expect(200);
    const code = tokenOf(await app.mailbox.waitFor(cat.email, { subject: 'Choose a new password' }));
    const email = `New-${cat.email}`;
    const trail = await traced(app, async () => {
      expect((await admin.put(catId, { email: ` ${email} ` }).expect(200)).body).toMatchObject({ email, username: email, isActive: false });
    });
    expect(told(trail)).toEqual([['email_changed', cat.id, ...byThe(), {}]]);
    expect((await admin.get('/user', own).expect(200)).body).toMatchObject({ email, isActive: false });
    await app.http.post('/user/forgot-password/reset').send({ code, password: 'another-1' }).expect(400);
    await signIn(app, cat).expect(403);
    await signIn(app, { ...cat, email }).expect(200);

    const notice = await app.mailbox.waitFor(cat.email, { subject: 'Your e-mail address was changed' });
    expect([notice.text.includes(`New address: ${email}`), notice.links]).toEqual([true, []]);
    const confirmation = tokenOf(await app.mailbox.waitFor(email));
    await app.http.post('/v2/users/email-confirmations').send({ token: confirmation, password: cat.password }).expect(204);
    expect((await admin.get(`/users/${catId}`).expect(200)).body).toMatchObject({ isActive: true });
  });

  it('tells nobody at an address that was never confirmed', async () => {
    await admin.put(annId, { email: `right-${ann.email}` }).expect(200);
    expect(await app.db('SELECT kind FROM outgoing_mails WHERE user_id = $1 ORDER BY id DESC LIMIT 1', [ann.id])).toEqual([{ kind: 'confirm_address' }]);
  });

  it('takes a change of the case alone for the same address', async () => {
    const cat = await app.given.user({ verified: true });
    const trail = await traced(app, async () => {
      const { body } = await admin.put(await admin.idOf(cat), { email: cat.email.toUpperCase() }).expect(200);
      expect(body).toMatchObject({ email: cat.email.toUpperCase(), isActive: true });
    });
    expect(trail).toEqual([]);
  });

  it('changes the scopes and ends every session, of every API', async () => {
    const [own, phone] = [await tokenFor(app, ann), await app.given.session(ann)];
    const trail = await traced(app, async () => {
      expect((await admin.put(annId, { scope: ['helpdesk', 'helpdesk'] }).expect(200)).body).toMatchObject({ scope: ['user', 'helpdesk'] });
    });
    expect(told(trail)).toEqual([
      ['sessions_ended', ann.id, ...byThe(), { ended: 2, reason: 'scopes_changed' }],
      ['account_scopes_set', ann.id, ...byThe(), { scopes: ['user', 'helpdesk'], ended: 2 }],
    ]);
    await admin.get('/user', own).expect(401);
    await phone.get('/v2/users/me').expect(401);

    const again = await tokenFor(app, ann);
    expect(await traced(app, () => admin.put(annId, { scope: ['helpdesk', 'user'] }).expect(200))).toEqual([]);
    await admin.get('/user', again).expect(200);
  });

  it('sets a password and ends every session', async () => {
    const own = await tokenFor(app, ann);
    await admin.put(annId, { password: 'abc3' }).expect(400);
    await admin.get('/user', own).expect(200);
    const trail = await traced(app, () => admin.put(annId, { password: 'abc321' }).expect(200));
    expect(trail.map(({ event, actor, actorId }) => [event, actor, actorId])).toEqual([
      ['password_reset', ...byThe()],
      ['sessions_ended', ...byThe()],
    ]);
    await admin.get('/user', own).expect(401);
    await signIn(app, ann).expect(403);
    await signIn(app, { ...ann, password: 'abc321' }).expect(200);
  });

  it('replaces the metadata, and takes no other key', async () => {
    const before = await admin.shown(annId);
    const own = await tokenFor(app, ann);
    const others = { id: NOBODY, plan: 'beta', vendor: 'x', isActive: true, created: '2020-01-01T00:00:00Z', disabledAt: null, allowedPrivateComponents: [] };
    expect((await admin.put(annId, { ...others, metadata: { team: 'north' } }).expect(200)).body).toEqual(before);
    expect(await app.db('SELECT metadata FROM users WHERE id = $1', [ann.id])).toEqual([{ metadata: { team: 'north' } }]);
    await admin.get('/user', own).expect(200);
  });

  it('keeps what is blank, since clients send every field of their form', async () => {
    const before = await admin.shown(annId);
    const username = `ann2-${serial}`;
    const own = await tokenFor(app, ann);
    expect((await admin.put(annId, { email: '', password: '', username }).expect(200)).body).toEqual({ ...before, username });
    expect((await admin.put(annId, { email: ' ', password: '', username: ' ' }).expect(200)).body).toEqual({ ...before, username });
    await admin.get('/user', own).expect(200);
    await signIn(app, ann).expect(200);
  });

  it('takes spaces for a password, as one that is too short', async () => {
    expect((await admin.put(annId, { password: '  ' }).expect(400)).body).toMatchObject({ message: 'password must be at least 5 characters long' });
  });

  it('keeps what is absent or null, and takes back what GET has shown', async () => {
    const before = await admin.shown(annId);
    const trail = await traced(app, async () => {
      for (const body of [{}, { username: null, email: null, scope: null, metadata: null, password: null }, before]) {
        expect((await admin.put(annId, body).expect(200)).body).toEqual(before);
      }
    });
    expect(trail).toEqual([]);
    const cat = await app.given.user();
    const shown = (await admin.get(`/users/${await admin.idOf(cat)}`).expect(200)).body as ShownUser;
    const email = `moved-${cat.email}`;
    expect((await admin.put(shown.id, { ...shown, email }).expect(200)).body).toMatchObject({ email, username: email });
  });

  it('takes a form, too', async () => {
    const answer = await app.http
      .put(`/users/${annId}`)
      .set(bearer(admin.token))
      .type('form')
      .send({ username: `form-${serial}` });
    expect([answer.status, (answer.body as ShownUser).username]).toEqual([200, `form-${serial}`]);
  });

  it.each([
    ['scope[]=user&scope[]=acme1', ['user', 'acme1']],
    ['scope[0]=acme1', ['user', 'acme1']],
    ['scope%5B%5D=acme2&metadata[team]=north', ['user', 'acme2']],
    ['scope=&username=', ['user']],
  ])('takes the form %s', async (form, scope) => {
    const answer = await app.http.put(`/users/${annId}`).set(bearer(admin.token)).type('form').send(form);
    expect([answer.status, (answer.body as ShownUser).scope]).toEqual([200, scope]);
  });

  it.each(['scope=user&scope=acme1', 'scope=user&scope[]=acme1', 'scope[0]=a&scope[0]=b', 'scope=acme1', 'scope[a]=b', 'email[]=a@example.com'])(
    'refuses the form %s',
    async (form) => {
      const before = await admin.shown(annId);
      await app.http.put(`/users/${annId}`).set(bearer(admin.token)).type('form').send(form).expect(400);
      expect(await admin.shown(annId)).toEqual(before);
    },
  );
});
