import { Clock } from '../../src/clock/clock';
import { DevMailbox } from '../../src/mail/dev-mailbox';
import { startApp, type TestApp } from '../support/app';
import { freePort } from '../support/free-port';
import { type Instance, startInstance } from '../support/instance';
import { readJwt } from '../support/jwt';
import { Load, postJson } from '../support/load';
import { within } from '../support/within';

const MINUTES = 60_000;
const ACCESS_TOKEN_TTL = 900;

let here: TestApp;
let there: Instance | undefined;
beforeAll(async () => (here = await startApp({ ACCESS_TOKEN_TTL: String(ACCESS_TOKEN_TTL) })));
afterEach(() => there?.close());
afterAll(() => here.close());

/** A second instance on a machine whose clock is wrong by that many milliseconds. */
async function startWrong(offset: number): Promise<{ clock: Clock; baseUrl: string }> {
  const right = Date.now;
  const machine = jest.spyOn(Date, 'now').mockImplementation(() => right() + offset);
  const clock = new Clock();
  machine.mockRestore();
  const port = await freePort();
  there = await startInstance({ ...here.settings, DATABASE_URL: here.databaseUrl, PORT: String(port) }, { clock, port, box: new DevMailbox(clock) });
  return { clock, baseUrl: `http://127.0.0.1:${port}` };
}

const error = (clock: Clock) => Math.abs(clock.now().getTime() - Date.now());

describe.each([
  ['ahead', 5 * MINUTES],
  ['behind', -5 * MINUTES],
])('an instance whose machine is five minutes %s', (_, offset) => {
  it('goes by the database’s time: what it issues ends when it should, and it takes what others issue', async () => {
    const { clock, baseUrl } = await startWrong(offset);
    await within(10_000, async () => expect(error(clock)).toBeLessThan(2_000));
    const person = await here.given.user();
    const answer = await postJson(`${baseUrl}/v2/auth/sign-in`, { email: person.email, password: person.password });
    const { accessToken, refreshToken } = (await answer.json()) as { accessToken: string; refreshToken: string };
    const { exp } = readJwt(accessToken).claims as { exp: number };
    expect(Math.abs(exp - Date.now() / 1000 - ACCESS_TOKEN_TTL)).toBeLessThan(60);
    const refreshed = await here.http.post('/v2/auth/refresh').send({ refreshToken }).expect(200);
    const { accessToken: fromHere } = refreshed.body as { accessToken: string };
    for (const token of [accessToken, fromHere]) {
      const read = await fetch(`${baseUrl}/v2/users/me`, { headers: { authorization: `Bearer ${token}` } });
      expect(read.status).toBe(200);
    }
  });
});

it('is not moved by a machine whose clock is set while requests are served', async () => {
  const { clock, baseUrl } = await startWrong(0);
  const phone = await here.given.session(await here.given.user());
  const load = new Load(2, () => fetch(`${baseUrl}/v2/users/me`, { headers: { authorization: `Bearer ${phone.accessToken}` } }));
  const right = Date.now;
  const machine = jest.spyOn(Date, 'now');
  try {
    for (const offset of [5 * MINUTES, -5 * MINUTES, 60 * MINUTES]) {
      machine.mockImplementation(() => right() + offset);
      await load.more(50, 200);
      expect(Math.abs(clock.now().getTime() - right())).toBeLessThan(2_000);
    }
  } finally {
    machine.mockRestore();
  }
  const answers = await load.stop();
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
});
