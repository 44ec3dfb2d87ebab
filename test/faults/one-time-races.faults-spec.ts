import { randomBytes } from 'node:crypto';
import { OneTimeSecrets } from '../../src/tokens/one-time-secrets';
import type { SecretPurpose } from '../../src/tokens/one-time-secret.entity';
import { createDatabase, run, type TestDatabase } from '../support/database';
import { postJson } from '../support/load';
import { Program } from '../support/program';
import { registerSecret } from '../support/secrets';
import { within } from '../support/within';

/** How many tokens are raced for: a thousand, which are ten thousand attempts. `ONE_TIME_RACES=10000` takes ten times as long. */
const RACES = Number(process.env['ONE_TIME_RACES'] ?? 1_000);
/**
 * Callers at once for each, half of them on each instance. No more of them than the pools have connections, or some would be
 * told to come again.
 */
const CALLERS = 10;
const PEOPLE = 2;
const TOKENS_EACH = RACES / PEOPLE;
/** Of tokens whose spending costs a password hash; as many callers as the best of the peers was tried with. */
const RECOVERIES = 30;
const RECOVERERS = 16;

interface Owner {
  readonly id: string;
  readonly email: string;
  readonly accessToken: string;
}

interface Attempt {
  readonly caller: number;
  readonly answer: string;
}

let database: TestDatabase;
let instances: readonly [Program, Program];
let owners: Owner[];

beforeAll(async () => {
  database = await createDatabase();
  // In processes of their own: what spends a token twice may lie between two programs, and two cores go through it faster.
  const settings = { DATABASE_URL: database.url, THROTTLE: 'off', LOG_LEVEL: 'warn', LATCHKEY_SECRET: randomBytes(32).toString('base64') };
  instances = [await Program.start(settings), await Program.start(settings)];
  owners = await Promise.all(Array.from({ length: PEOPLE }, (_, serial) => register(`owner-${serial}@example.com`)));
  // The letter of a sign-up brings a link of its own, and the newest link of an account is the only good one.
  await within(120_000, async () => expect(await run(database.url, "SELECT kind FROM outgoing_mails WHERE state = 'waiting'")).toEqual([]));
}, 180_000);
afterAll(async () => {
  for (const instance of instances ?? []) await instance.end('SIGKILL');
  await database?.drop();
});

async function register(email: string): Promise<Owner> {
  const answer = await postJson(`${instances[0].baseUrl}/v2/users`, { email, password: 'First-Of-Many-Horses' });
  const { user, accessToken } = (await answer.json()) as { user: { id: string }; accessToken: string };
  return { id: user.id, email, accessToken };
}

/** Puts secrets straight into the store, as the sending of a mail does: only their digests. */
async function mint({ id, email }: Owner, purpose: SecretPurpose, count: number): Promise<string[]> {
  const secrets = Array.from({ length: count }, () => OneTimeSecrets.decoy());
  secrets.forEach(registerSecret);
  await run(
    database.url,
    `INSERT INTO one_time_secrets (id, user_id, purpose, digest, context, created_at, expires_at)
     SELECT gen_random_uuid(), $1, $2, digest, $3, now(), now() + interval '1 hour' FROM unnest($4::bytea[]) AS digest`,
    [id, purpose, { email }, secrets.map((secret) => OneTimeSecrets.digest(secret))],
  );
  return secrets;
}

/** Callers that ask at once, the instances by turns; what each was answered, as `<status> <code>`. */
function race(callers: number, ask: (baseUrl: string, caller: number) => Promise<Response>): Promise<Attempt[]> {
  return Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      const response = await ask(instances[caller % 2 === 0 ? 0 : 1].baseUrl, caller);
      const text = await response.text();
      return { caller, answer: response.ok ? String(response.status) : `${response.status} ${(JSON.parse(text) as { code: string }).code}` };
    }),
  );
}

const answersOf = (attempts: readonly Attempt[]) => attempts.map(({ answer }) => answer).sort();
const oneOf = (callers: number) => ['204', ...Array<string>(callers - 1).fill('410 one_time_token_spent')];

describe('a one-time token that many spend at once on two instances', () => {
  it(
    'works once, race after race; everybody else is told that it is spent',
    async () => {
      const expected = oneOf(CALLERS).join();
      const wrong: string[][] = [];
      await Promise.all(
        owners.map(async (owner) => {
          // The person's own access token is the proof that costs no hash.
          const authorization = `Bearer ${owner.accessToken}`;
          for (const token of await mint(owner, 'email_confirmation', TOKENS_EACH)) {
            const answers = answersOf(await race(CALLERS, (url) => postJson(`${url}/v2/users/email-confirmations`, { token }, { authorization })));
            if (answers.join() !== expected) wrong.push(answers);
          }
        }),
      );
      expect(wrong.slice(0, 3)).toEqual([]);
      const confirmed = await run(database.url, `SELECT id FROM audit_events WHERE event = 'email_confirmed'`);
      expect(confirmed).toHaveLength(PEOPLE * TOKENS_EACH);
    },
    300 * Math.max(RACES, 1_000),
  );

  it('sets one new password, that of the one who was told so', async () => {
    const password = (round: number, caller: number) => `Chosen-Horse-${round}-By-${caller}`;
    for (let round = 0; round < RECOVERIES; round++) {
      const owner = owners[round % PEOPLE]!;
      const [token] = await mint(owner, 'recovery', 1);
      const attempts = await race(RECOVERERS, (url, caller) =>
        postJson(`${url}/v2/password-recovery/confirm`, { token, newPassword: password(round, caller) }),
      );
      expect(answersOf(attempts)).toEqual(oneOf(RECOVERERS));
      const { caller } = attempts.find(({ answer }) => answer === '204')!;
      const signIn = await postJson(`${instances[1].baseUrl}/v2/auth/sign-in`, { email: owner.email, password: password(round, caller) });
      expect(signIn.status).toBe(200);
    }
  }, 300_000);
});
