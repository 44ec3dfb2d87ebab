import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { noteArrivals } from '../../../src/http/arrival';
import { ParkingLot } from '../../../src/http/parking-lot';
import { within } from '../../support/within';

/** A server that refuses everybody once it has thought about it, with room for so many who wait. */
async function refuseAll(
  capacity: number,
  thought = 0,
): Promise<{ server: FastifyInstance; lot: ParkingLot; over: number[]; ask: () => Promise<{ status: number | null; milliseconds: number }> }> {
  const lot = new ParkingLot(capacity);
  const server = Fastify();
  const over: number[] = [];
  server.addHook('onSend', (_request, { statusCode }, payload, done) => {
    over.push(statusCode);
    done(null, payload);
  });
  noteArrivals(server, () => performance.now());
  const park = (reply: FastifyReply) => lot.park(reply, () => void reply.status(429).send('later'));
  server.get('/', (_request, reply) => void (thought === 0 ? park(reply) : setTimeout(() => park(reply), thought)));
  await server.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/`;
  const ask = async () => {
    const began = performance.now();
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => null,
    );
    return { status, milliseconds: performance.now() - began };
  };
  return { server, lot, over, ask };
}

test('refusals wait for their answer, not all alike, and their places are free again', async () => {
  const { server, ask } = await refuseAll(40);
  try {
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(Array.from({ length: 40 }, ask));
      expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(429));
      const times = answers.map(({ milliseconds }) => milliseconds);
      expect(Math.min(...times)).toBeGreaterThan(480);
      expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(50);
    }
  } finally {
    await server.close();
  }
});

test('whoever was refused late has waited already', async () => {
  const { server, ask } = await refuseAll(5, 700);
  try {
    const answers = await Promise.all(Array.from({ length: 5 }, ask));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(429));
    // Whoever waits half a second more is told after 1,200; a busy machine may delay some, not the quickest too.
    expect(Math.min(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(1_150);
  } finally {
    await server.close();
  }
});

test('whoever has waited for the connection to be read has waited already, but only once', async () => {
  const { server } = await refuseAll(8);
  try {
    const rest = async (socket: Socket) => {
      const began = performance.now();
      socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
      await once(socket, 'data');
      return performance.now() - began;
    };
    const sockets = Array.from({ length: 8 }, () => connect((server.server.address() as AddressInfo).port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Whoever is not credited with it is told after 500; a busy machine may delay some, not the quickest too.
    expect(Math.min(...(await Promise.all(sockets.map(rest))))).toBeLessThan(450);
    expect(Math.min(...(await Promise.all(sockets.map(rest))))).toBeGreaterThan(480);
    sockets.forEach((socket) => socket.destroy());
  } finally {
    await server.close();
  }
});

test('whoever keeps a connection open before the first request waits like everybody', async () => {
  const { server } = await refuseAll(1);
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    await new Promise((resolve) => setTimeout(resolve, 700));
    const began = performance.now();
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(socket, 'data');
    expect(performance.now() - began).toBeGreaterThan(480);
  } finally {
    socket.destroy();
    await server.close();
  }
});

test('where there is no room the connection is closed at once', async () => {
  const { server, lot, over, ask } = await refuseAll(5);
  try {
    const answers = await Promise.all(Array.from({ length: 12 }, ask));
    const closed = answers.filter(({ status }) => status === null);
    expect(closed).toHaveLength(7);
    expect(lot.closed).toBe(7);
    // The hooks hear of those too: who counts, logs and keeps something for a request must know that it is over.
    expect(over).toEqual(Array(12).fill(429));
    expect((await ask()).status).toBe(429);
  } finally {
    await server.close();
  }
});

test('whoever goes away leaves the place, and the hooks hear of it', async () => {
  const { server, over, ask } = await refuseAll(1);
  try {
    const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/`;
    await expect(fetch(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await within(2_000, () => Promise.resolve(expect(over).toEqual([429])));
    expect((await ask()).status).toBe(429);
    expect(over).toEqual([429, 429]);
  } finally {
    await server.close();
  }
});
