import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that gives every caller the same JSON, and counts them. */
export async function serving(body: string): Promise<{ url: string; asked: () => number; close: () => Promise<unknown> }> {
  let asked = 0;
  const server = createServer((_, answer) => {
    asked += 1;
    answer.setHeader('content-type', 'application/json').end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, asked: () => asked, close: () => once(server.close(), 'close') };
}
