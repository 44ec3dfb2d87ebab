import type { Type } from '@nestjs/common';
import { LastSeen } from '../../src/sessions/last-seen';
import type { TestApp } from './app';
import { within } from './within';

/** Does this with a provider of every instance behind an app, one after the other. */
export async function everywhere<T>({ apps }: Pick<TestApp, 'apps'>, provider: Type<T>, work: (one: T) => unknown): Promise<void> {
  for (const app of apps) await work(app.get(provider, { strict: false }));
}

/**
 * What one instance noted of a session's use is known to the others once it is written, seconds later; a test moves the clock by
 * days in between. One instance alone goes by what it has noted, so nothing is written for it here.
 */
export async function usesKnown(app: Pick<TestApp, 'apps'>): Promise<void> {
  if (app.apps.length > 1) await everywhere(app, LastSeen, (seen) => seen.write());
}

/** Within so many milliseconds this holds at every instance: the balancer hands each request to the next. */
export async function withinEverywhere({ apps }: Pick<TestApp, 'apps'>, time: number, assertion: () => PromiseLike<unknown>): Promise<void> {
  await within(time, async () => {
    for (let asked = 0; asked < apps.length; asked++) await assertion();
  });
}
