import { startApp, type TestApp } from '../support/app';
import { traced } from '../support/audit';
import { latchkey, resultOf } from '../support/cli';
import { createDatabase, type TestDatabase } from '../support/database';
import { FaultySmtp } from '../support/faulty-smtp';
import { mailsSettled } from '../support/mails';
import { RECOVERY_DOORS, toldBy } from '../support/recovery-doors';
import { within } from '../support/within';

const DAY = 86_400;
const RECOVERY_LINK = /\/account\/recover\/confirm\?token=([\w-]{43})/;

let smtp: FaultySmtp;
let app: TestApp;
let database: TestDatabase;
beforeEach(async () => {
  smtp = await FaultySmtp.start();
  database = await createDatabase();
  app = await startApp({ THROTTLE: 'off', LEGACY_RECOVERY: 'safe', SMTP_URL: smtp.url, DATABASE_URL: database.url });
});
afterEach(async () => {
  await smtp.goDown();
  await app.close();
  await database.drop();
});

interface MailRow {
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly failure: string | null;
}

const rows = () => app.db<MailRow>(`SELECT kind, state, attempts, failure FROM outgoing_mails ORDER BY id`);
const recover = (email: string) => app.http.post('/v2/password-recovery').send({ email });
const confirm = (token: string) => app.http.post('/v2/password-recovery/confirm').send({ token, newPassword: 'Staple-Battery-2-Horse' });
const tokensTo = (email: string) => smtp.textsTo(email).flatMap((text) => RECOVERY_LINK.exec(text)?.[1] ?? []);

/** An account whose welcome has arrived. */
async function person(): Promise<{ email: string }> {
  const { email } = await app.given.user();
  await mailsSettled(app);
  return { email };
}

test('a server that refuses for now is asked again, and the letter it takes holds the one link that works', async () => {
  const { email } = await person();
  smtp.mood = 'defers';
  await recover(email).expect(202);
  await within(10_000, async () => expect((await rows()).at(-1)).toMatchObject({ kind: 'recover_password', state: 'waiting', failure: 'EENVELOPE 451' }));
  smtp.mood = 'works';
  await within(10_000, async () => expect(tokensTo(email)).toHaveLength(1));
  await within(5_000, async () => expect((await rows()).at(-1)).toMatchObject({ state: 'sent', failure: null }));
  const live = await app.db(`SELECT id FROM one_time_secrets WHERE purpose = 'recovery' AND used_at IS NULL`);
  expect(live).toHaveLength(1);
  await confirm(tokensTo(email)[0] ?? '').expect(204);
});

test('a server that refuses for good is asked once; operators see it, without the address, and can try again', async () => {
  const { email } = await person();
  smtp.mood = 'refuses';
  await recover(email).expect(202);
  await within(5_000, async () => expect((await rows()).at(-1)).toMatchObject({ state: 'dead', attempts: 1, failure: 'EENVELOPE 550' }));
  const listed = await latchkey(app.settings, 'mail', 'list');
  expect(resultOf(listed)['mails']).toEqual([
    {
      id: expect.any(String) as string,
      kind: 'recover_password',
      state: 'dead',
      ageSeconds: expect.any(Number) as number,
      attempts: 1,
      failure: 'EENVELOPE 550',
      createdAt: expect.any(String) as string,
      nextAttemptAt: null,
      sentAt: null,
    },
  ]);
  expect(listed.stdout).not.toContain(email);
  smtp.mood = 'works';
  const [{ id }] = resultOf(listed)['mails'] as [{ id: string }];
  const trail = await traced(app, async () => expect(resultOf(await latchkey(app.settings, 'mail', 'retry', id))).toEqual({ retried: 1 }));
  expect(trail).toEqual([expect.objectContaining({ event: 'dead_mails_retried', actor: 'operator', subject: null, facts: { mails: 1, mail: id } })]);
  await within(5_000, async () => expect(tokensTo(email)).toHaveLength(1));
  await confirm(tokensTo(email)[0] ?? '').expect(204);
  expect((await latchkey(app.settings, 'mail', 'retry', id)).code).toBe(1);
  expect((await latchkey(app.settings, 'mail', 'retry')).code).toBe(1);
  expect((await latchkey(app.settings, 'mail', 'list', '--state', 'lost')).code).toBe(1);
});

test('operators can forget what was refused for good: by its id, or all of it; what waits stays', async () => {
  const drop = async (...which: string[]) => resultOf(await latchkey(app.settings, 'mail', 'drop', ...which));
  const people = [await person(), await person(), await person()];
  smtp.mood = 'refuses';
  for (const { email } of people) await recover(email).expect(202);
  const dead = async () => (await app.db<{ id: string }>(`SELECT id FROM outgoing_mails WHERE state = 'dead' ORDER BY id`)).map(({ id }) => id);
  await within(5_000, async () => expect(await dead()).toHaveLength(3));
  const [first = ''] = await dead();
  await app.db(`UPDATE outgoing_mails SET state = 'waiting', due_at = now() + interval '1 hour' WHERE id = $1`, [(await dead())[1]]);
  const trail = await traced(app, async () => {
    expect(await drop(first)).toEqual({ dropped: 1 });
    expect((await latchkey(app.settings, 'mail', 'drop', first)).code).toBe(1);
    expect(await drop('--all')).toEqual({ dropped: 1 });
    expect(await drop('--all')).toEqual({ dropped: 0 });
  });
  expect(trail.map(({ event, actor, facts }) => [event, actor, facts])).toEqual([
    ['dead_mails_dropped', 'operator', { mails: 1, mail: first }],
    ['dead_mails_dropped', 'operator', { mails: 1 }],
  ]);
  expect(await dead()).toEqual([]);
  expect(await app.db(`SELECT state FROM outgoing_mails WHERE state = 'waiting'`)).toHaveLength(1);
});

test('a server that is gone is asked for a day; then the mail is given up, and --all of them can be tried again', async () => {
  const { email } = await person();
  await smtp.goDown();
  await recover(email).expect(202);
  await within(10_000, async () =>
    expect((await rows()).at(-1)).toMatchObject({ state: 'waiting', failure: expect.stringMatching(/^ECONN|^ESOCKET/) as string }),
  );
  app.clock.advance(DAY - 3_600);
  await within(10_000, async () => expect((await rows()).at(-1)?.attempts).toBeGreaterThan(1));
  expect((await rows()).at(-1)).toMatchObject({ state: 'waiting' });
  app.clock.advance(2 * 3_600);
  await within(10_000, async () => expect((await rows()).at(-1)).toMatchObject({ state: 'dead' }));
  await smtp.goUp();
  expect(resultOf(await latchkey(app.settings, 'mail', 'retry', '--all'))).toEqual({ retried: 1 });
  app.clock.advance(-DAY - 3_600);
  await within(5_000, async () => expect(tokensTo(email)).toHaveLength(1));
});

describe.each(RECOVERY_DOORS.map((door) => [door.api, door] as const))('asked through %s', (api, door) => {
  test('12: a server that hangs delays no answer, known and unknown addresses are answered alike, and the service stays ready', async () => {
    const { email } = await person();
    smtp.mood = 'hangs';
    await smtp.goDown();
    await smtp.goUp();
    const times: number[] = [];
    const answers = [];
    for (let i = 0; i < 10; i++) {
      for (const address of [email, `nobody-${api}-${i}@example.com`]) {
        app.clock.advance(61);
        const start = performance.now();
        answers.push(await door.ask(app, address));
        times.push(performance.now() - start);
      }
    }
    expect(answers[0]!.status).toBe(api === 'native' ? 202 : 200);
    for (const answer of answers) expect(toldBy(answer)).toEqual(toldBy(answers[0]!));
    expect(Math.max(...times)).toBeLessThan(1_000);
    const { body } = await app.http.get('/health/ready').expect(200);
    expect(body).toEqual({ status: 'ready', degraded: ['mail'] });
  });
});

test('a connection that is cut after the letter, before it was taken, costs at most one duplicate', async () => {
  const { email } = await person();
  smtp.mood = 'cuts';
  await recover(email).expect(202);
  await within(10_000, async () => expect(smtp.textsTo(email).filter((text) => RECOVERY_LINK.test(text))).toHaveLength(1));
  smtp.mood = 'works';
  await within(10_000, async () => expect((await rows()).at(-1)).toMatchObject({ kind: 'recover_password', state: 'sent' }));
  const [first, second, ...more] = tokensTo(email);
  expect(more).toEqual([]);
  await confirm(first ?? '').expect(410);
  await confirm(second ?? '').expect(204);
});

test('what waited for a server is sent as soon as it is back, not when its own turn comes', async () => {
  const people = [await person(), await person(), await person()];
  await smtp.goDown();
  for (const { email } of people) await recover(email).expect(202);
  await within(10_000, async () => expect((await rows()).filter(({ failure }) => failure !== null)).toHaveLength(3));
  await app.db(`UPDATE outgoing_mails SET due_at = due_at + interval '1 hour' WHERE state = 'waiting'`);
  await smtp.goUp();
  await app.given.user();
  await within(5_000, async () => expect(people.map(({ email }) => tokensTo(email).length)).toEqual([1, 1, 1]));
});

test('a program that is told to stop finishes the letters under way and leaves the rest in the queue, for the next', async () => {
  const people: { email: string }[] = [];
  while (people.length < 12) people.push(await person());
  Object.assign(smtp, { mood: 'dawdles', delay: 1_500 });
  const before = smtp.mails.length;
  for (const { email } of people) await recover(email).expect(202);
  await within(5_000, async () => expect(smtp.begun - before).toBe(1));
  await app.close();
  expect(smtp.mails.length - before).toBe(1);
  smtp.mood = 'works';
  app = await startApp({ ...app.settings });
  await within(10_000, async () => expect(people.map(({ email }) => tokensTo(email).length)).toEqual(people.map(() => 1)));
});
