import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDaemon } from './daemon';

export interface Balancer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Debian's haproxy on a port of its own, which hands each request to the next of the instances. */
export async function startBalancer(port: number, instances: readonly number[]): Promise<Balancer> {
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-haproxy-'));
  const file = join(directory, 'haproxy.cfg');
  await writeFile(file, configuration(port, instances));
  const daemon = await startDaemon('haproxy', ['-f', file], port);
  return {
    port,
    stop: async () => {
      await daemon.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

// It adds no header that says who asks: to the instances the caller is the balancer, which is the machine itself.
const configuration = (port: number, instances: readonly number[]): string => `
global
  maxconn 2000
  nbthread 1
  noreuseport
  tune.maxrewrite 4096
  tune.bufsize 65536
defaults
  mode http
  timeout connect 5s
  timeout client 75s
  timeout server 30s
listen latchkey
  bind 127.0.0.1:${port}
  balance roundrobin
  option http-no-delay
${instances.map((instance, index) => `  server instance${index} 127.0.0.1:${instance}`).join('\n')}
`;
