import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** From now on nothing passes, in either direction, and nobody is told. */
  fallSilent(): void;
  /** Cuts every connection and lets nobody in, as a server that was stopped does. */
  stop(): void;
  /** Passes everything again, on new connections; the present ones are cut. */
  speak(): void;
  close(): Promise<void>;
}

/** A line to a server, TCP or Unix socket, that can fall silent without being cut. */
export async function startTcpProxy(target: { host: string; port: number } | { path: string }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let silent = false;
  let stopped = false;
  const server = createServer((near) => {
    if (stopped) return void near.destroy();
    const far = connect(target);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => (silent ? undefined : to.write(chunk)));
      from.on('close', () => (silent ? undefined : to.destroy()));
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
