// How many passwords this machine verifies in a second with the library, cost and concurrency of the service.
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

const PASSWORD = 'correct horse battery';
const concurrency = Math.max(1, availableParallelism() - 1);

process.once('message', async ({ seconds }) => {
  const stored = await hash(PASSWORD, { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const began = performance.now();
  let count = 0;
  const work = async () => {
    while (performance.now() - began < seconds * 1000) {
      await verify(stored, PASSWORD);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  process.send({ perSecond: (count / (performance.now() - began)) * 1000 }, () => process.exit(0));
});
