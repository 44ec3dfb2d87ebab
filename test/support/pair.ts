import { startApp, type TestApp } from './app';
import { countQueries } from './queries';
import { within } from './within';

/** Two instances of the program on one database. */
export interface Pair {
  readonly here: TestApp;
  readonly there: TestApp;
  readonly both: readonly [TestApp, TestApp];
  close(): Promise<void>;
}

export async function startPair(settings: Record<string, string> = {}): Promise<Pair> {
  const here = await startApp(settings);
  const there = await startApp({ ...settings, DATABASE_URL: here.databaseUrl });
  const close = async () => {
    await there.close();
    await here.close();
  };
  return { here, there, both: [here, there], close };
}

export const readMe = ({ http }: TestApp, accessToken: string) => http.get('/v2/users/me').set('authorization', `Bearer ${accessToken}`);

export const refreshAt = ({ http }: TestApp, refreshToken: string) => http.post('/v2/auth/refresh').send({ refreshToken });

/** Reads until the instances answer this token from memory. */
export async function untilRemembered(apps: readonly TestApp[], accessToken: string): Promise<void> {
  for (const app of apps) {
    await within(10_000, async () => expect(await countQueries(() => readMe(app, accessToken).expect(200))).toBe(0));
  }
}
