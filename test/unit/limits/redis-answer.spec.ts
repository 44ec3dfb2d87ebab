import { setTimeout as delay } from 'node:timers/promises';
import { answerOf } from '../../../src/limits/redis-answer';

function stall(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('an answer of Redis', () => {
  it('is passed on, and so is a failure', async () => {
    await expect(answerOf(Promise.resolve('PONG'))).resolves.toBe('PONG');
    await expect(answerOf(Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  });

  it('is not waited for longer than 300 ms', async () => {
    const began = performance.now();
    await expect(answerOf(new Promise(() => undefined))).rejects.toThrow('does not answer');
    expect(performance.now() - began).toBeGreaterThan(280);
  });

  it('still counts after this process was busy for longer than that', async () => {
    const answer = answerOf(delay(10).then(() => delay(20, 'PONG')));
    stall(500);
    await expect(answer).resolves.toBe('PONG');
  });
});
