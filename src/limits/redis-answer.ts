/** Milliseconds of one look, and how many looks Redis has for an answer: 300 ms. */
const LOOK = 50;
const LOOKS = 6;

/**
 * What Redis answers in the time it has. A pause of this process, in which it could read no answer, counts as one look: a burst of
 * work must not look like a Redis that is gone, since then each instance would count by itself.
 * @throws Error after 300 ms of looking without an answer
 */
export async function answerOf<T>(command: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    let looks = 0;
    timer = setInterval(() => ++looks === LOOKS && reject(new Error('Redis does not answer')), LOOK);
  });
  return Promise.race([command, silence]).finally(() => clearInterval(timer));
}
