import type { TestApp } from './app';
import { within } from './within';

/** Resolves when nothing waits to be sent but what has failed before. */
export async function mailsSettled({ db }: Pick<TestApp, 'db'>): Promise<void> {
  await within(5_000, async () => {
    const waiting = await db(`SELECT kind FROM outgoing_mails WHERE state = 'waiting' AND failure IS NULL`);
    expect(waiting).toEqual([]);
  });
}
