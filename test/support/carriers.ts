import { startApp, type TestApp } from './app';
import { currentRun } from './run';
import { serverOf, startTcpProxy, throughPort, type TcpProxy } from './tcp-proxy';

/** Two instances on one database; what carries notices to the second one runs over a line that a test can cut. */
export interface CarriedPair {
  readonly here: TestApp;
  readonly there: TestApp;
  readonly line: TcpProxy;
  close(): Promise<void>;
}

export interface Carrier {
  readonly name: string;
  start(): Promise<CarriedPair>;
}

const postgres: Carrier = {
  name: 'PostgreSQL',
  start: async () => {
    const here = await startApp();
    const line = await startTcpProxy(serverOf(here.databaseUrl));
    const directUrl = throughPort(here.databaseUrl, line.port);
    return pair(here, line, { DATABASE_URL: here.databaseUrl, DATABASE_DIRECT_URL: directUrl });
  },
};

/** The carrier on a Redis of this address. */
function redisAt(url: string): Carrier {
  return {
    name: 'Redis',
    start: async () => {
      const here = await startApp({ REDIS_URL: url });
      const far = new URL(url);
      const line = await startTcpProxy({ host: far.hostname, port: Number(far.port || 6379) });
      far.hostname = '127.0.0.1';
      far.port = String(line.port);
      return pair(here, line, { DATABASE_URL: here.databaseUrl, REDIS_URL: far.href });
    },
  };
}

async function pair(here: TestApp, line: TcpProxy, settings: Record<string, string>): Promise<CarriedPair> {
  const there = await startApp(settings);
  const close = async () => {
    await there.close();
    await line.close();
    await here.close();
  };
  return { here, there, line, close };
}

/** PostgreSQL always; Redis where the run has one. */
export function carriers(): Carrier[] {
  const { redisUrl } = currentRun();
  return redisUrl === null ? [postgres] : [postgres, redisAt(redisUrl)];
}
