import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { migrate } from '../../src/database/migrate';
import { startApp, type TestApp } from '../support/app';
import { capturedLog } from '../support/capture';
import { createDatabase, createEmptyDatabase, run, type TestDatabase } from '../support/database';
import { enter, SESSION_DOORS } from '../support/session-doors';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/** scripts/dump-release.mjs writes these, once for each release. */
const RELEASES = join(__dirname, '../releases');
const versions = readdirSync(RELEASES)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => basename(file, '.sql'));

interface Release {
  readonly secret: string;
  readonly people: readonly { readonly api: string; readonly email: string; readonly password: string }[];
}

/** Put into the store before it is brought up to date: the last but one has its domain in letters already, beside the one of labels. */
const ADDRESSES = ['Ann@XN--mnchen-3ya.de', 'bob@mail.xn--p1ai', 'cat@xn--mnchen-3ya.de', 'cat@münchen.de', 'xn--dan@example.com'];

const columnsOf = (url: string) =>
  run(
    url,
    `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
  );

describe.each(versions)('the store of release %s', (version) => {
  const { secret, people } = JSON.parse(readFileSync(join(RELEASES, `${version}.json`), 'utf8')) as Release;
  let database: TestDatabase;
  let app: TestApp;
  beforeAll(async () => {
    database = await createEmptyDatabase();
    await run(database.url, readFileSync(join(RELEASES, `${version}.sql`), 'utf8'));
    await run(
      database.url,
      `INSERT INTO users (id, object_id, email, created_at, updated_at)
        SELECT gen_random_uuid(), left(md5(email), 24), email, now(), now() FROM unnest($1::text[]) AS email`,
      [ADDRESSES],
    );
    await migrate({ url: database.url, log: capturedLog() });
    app = await startApp({ THROTTLE: 'off', DATABASE_URL: database.url, LATCHKEY_SECRET: secret });
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  it('71: comes up with the schema of today', async () => {
    const today = await createDatabase();
    expect(await columnsOf(database.url)).toEqual(await columnsOf(today.url));
    await today.drop();
  });

  it('71: writes domains in letters, where nobody has that address already', async () => {
    const stored = await run(database.url, `SELECT email FROM users WHERE email ~* 'xn--|[^ -~]' ORDER BY lower(email) COLLATE "C"`);
    expect(stored.map(({ email }) => email)).toEqual(
      ['Ann@münchen.de', 'bob@mail.рф', 'cat@münchen.de', 'cat@xn--mnchen-3ya.de', 'xn--dan@example.com'].sort(),
    );
  });

  it('71: comes up with its data: whoever registered by any API signs in by every other', async () => {
    // That of 0.1.0 has nobody who registered by Mixapp; later ones do.
    expect(people.map(({ api }) => api)).toEqual(expect.arrayContaining(['native', 'uprogress', 'amadis', 'appmixer']));
    for (const person of people) {
      for (const door of SESSION_DOORS) expect(door.letIn(await door.call(app, await enter(door, app, person)))).toBe(true);
    }
  });

  it('71: keeps the sessions of before, beside new ones', async () => {
    const [native] = people;
    if (native === undefined) throw new Error('a release has people');
    const { body } = await app.http.post('/v2/auth/sign-in').send({ email: native.email, password: native.password }).expect(200);
    const { accessToken } = body as { accessToken: string };
    const list = await app.http.get('/v2/sessions').set('authorization', `Bearer ${accessToken}`).expect(200);
    // Those of the sign-up before the dump, and of the tests here.
    expect((list.body as { sessions: unknown[] }).sessions.length).toBeGreaterThan(1);
  });

  it('71: comes up with its passwords: each proves its person to every API, Amadis last, since that changes it', async () => {
    const doors = [...SIGN_IN_DOORS].sort((a, b) => Number(a.api === 'amadis') - Number(b.api === 'amadis'));
    for (const { email, password } of people) {
      for (const door of doors) expect([door.api, email, door.accepted(await door.prove(app, email, password))]).toEqual([door.api, email, true]);
    }
  });
});
