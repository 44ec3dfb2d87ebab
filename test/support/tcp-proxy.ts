import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { parse } from 'pg-connection-string';

export interface TcpProxy {
  readonly port: number;
  /** From now on nothing passes, in either direction, and nobody is told. */
  fallSilent(): void;
  /** The present connections pass nothing any more, and nobody is told; new ones are served, as by the machine that took the address over. */
  forget(): void;
  /** Cuts every connection and lets nobody in, as a server that was stopped does. */
  stop(): void;
  /** From now on what goes to the server is under way for so many milliseconds. */
  slow(milliseconds: number): void;
  /** New connections go to another server; the present ones stay where they are. */
  leadTo(target: Target): void;
  /** Passes everything again, on new connections; the present ones are cut. */
  speak(): void;
  close(): Promise<void>;
}

type Target = { host: string; port: number } | { path: string };

/** Where the server of a PostgreSQL address listens, also one behind a Unix socket (`?host=/dir`). */
export function serverOf(url: string): Target {
  const { host, port } = parse(url);
  return host?.startsWith('/') ? { path: `${host}/.s.PGSQL.${port || 5432}` } : { host: host ?? 'localhost', port: Number(port || 5432) };
}

/** The same database by another port of this machine. */
export function throughPort(url: string, port: number): string {
  const { user, password, database } = parse(url);
  return `postgres://${password ? `${user}:${encodeURIComponent(password)}` : user}@127.0.0.1:${port}/${database}`;
}

/** A line to a server, TCP or Unix socket, that can fall silent without being cut. */
export async function startTcpProxy(target: Target): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let [towards, pause] = [target, 0];
  let silent = false;
  let age = 0;
  let stopped = false;
  const server = createServer((near) => {
    if (stopped) return void near.destroy();
    const far = connect(towards);
    const born = age;
    const isSilent = () => silent || born < age;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (isSilent()) return;
        if (to === far && pause > 0) setTimeout(() => to.write(chunk), pause);
        else to.write(chunk);
      });
      from.on('close', () => (isSilent() ? undefined : to.destroy()));
      from.on('error', () => undefined);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    fallSilent: () => void (silent = true),
    forget: () => void (age += 1),
    slow: (milliseconds) => void (pause = milliseconds),
    leadTo: (other) => void (towards = other),
    stop: () => {
      stopped = true;
      cut();
    },
    speak: () => {
      silent = false;
      stopped = false;
      cut();
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
