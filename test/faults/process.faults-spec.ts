import { randomBytes } from 'node:crypto';
import { createDatabase, run, type TestDatabase } from '../support/database';
import { Load, postJson } from '../support/load';
import { Program } from '../support/program';

const PASSWORD = 'Nine-Lives-Of-A-Process';
/**
 * Milliseconds: until a start is ready, whatever the one that was killed has left behind, and what the program gives itself to stop.
 * How fast the machine computes is not the start's: that part, a second or two on a quiet one, is set aside.
 */
const READY_WITHIN = 10_000;
const ENDS_WITHIN = 15_000;

interface SignedIn {
  readonly user: { readonly id: string };
  readonly session: { readonly id: string };
  readonly accessToken: string;
}

let database: TestDatabase;
let settings: Record<string, string>;
let program: Program;
let load: Load | undefined;
let round = 0;

beforeEach(async () => {
  database = await createDatabase();
  settings = { DATABASE_URL: database.url, THROTTLE: 'off', LATCHKEY_SECRET: randomBytes(32).toString('base64') };
  program = await Program.start(settings);
});
afterEach(async () => {
  await load?.stop();
  await program?.end('SIGKILL');
  await database.drop();
});

const email = (serial: number) => `process-${round}-${serial}@example.com`;

const signUps = (callers: number): Load => {
  round += 1;
  return (load = new Load(callers, (serial) => postJson(`${program.baseUrl}/v2/users`, { email: email(serial), password: PASSWORD })));
};

const signedIn = (answered: Load) => answered.answers.filter(({ status }) => status === 201).map(({ body }) => body as SignedIn);

const me = ({ baseUrl }: Program, { accessToken }: SignedIn) => fetch(`${baseUrl}/v2/users/me`, { headers: { authorization: `Bearer ${accessToken}` } });

it('is killed under load: every account and session that was acknowledged is there when it is ready again, in time', async () => {
  const killed = signUps(6);
  await killed.more(30, 201);
  await program.end('SIGKILL');
  await killed.stop();
  const acknowledged = signedIn(killed);
  expect(acknowledged.length).toBeGreaterThanOrEqual(30);
  // Those in flight got no answer; nobody was told of a failure that was none.
  expect(new Set(killed.answers.map(({ status }) => status))).toEqual(new Set([201, null]));

  program = await Program.start(settings);
  expect(program.readyAfter - program.computing).toBeLessThan(READY_WITHIN);
  for (const signUp of acknowledged) expect((await me(program, signUp)).status).toBe(200);
  const halves = await run(database.url, 'SELECT u.id FROM users u LEFT JOIN passwords p ON p.user_id = u.id WHERE p.user_id IS NULL');
  expect(halves).toEqual([]);
}, 180_000);

it('is told to stop under load: whatever it has taken is answered, and it ends in time', async () => {
  const stopped = signUps(6);
  await stopped.more(30, 201);
  const { code, took } = await program.end('SIGTERM');
  const answers = await stopped.stop();
  expect({ code, inTime: took < ENDS_WITHIN }).toEqual({ code: 0, inTime: true });
  // Without an answer are only those that came when nobody listened any more: nothing of them is stored.
  const [stored] = await run<{ count: number }>(database.url, 'SELECT count(*)::int AS count FROM users');
  expect(stored?.count).toBe(stopped.count(201));
  expect(answers.filter(({ status }) => status !== null && status !== 201)).toEqual([]);
}, 180_000);

it('answers what is in flight when it is told to stop, and closes the connections behind the answers', async () => {
  round += 1;
  const inFlight = Array.from({ length: 10 }, (_, serial) => postJson(`${program.baseUrl}/v2/users`, { email: email(serial), password: PASSWORD }));
  await Promise.race(inFlight); // the others were taken before it was answered, and wait for their hashes
  const ending = program.end('SIGTERM');
  const answers = await Promise.all(inFlight);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect(answers.at(-1)?.headers.get('connection')).toBe('close');
  expect(await ending).toMatchObject({ code: 0 });
}, 180_000);
