import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ChangeNotices } from '../../src/database/change-notices';

/** Milliseconds that an answer is held back at most: a test that has the notices' line cut goes on. */
const PATIENCE = 500;
const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Other instances hear of a change within 100 ms, and a test asks them sooner than that. So an answer to what may have
 * changed something waits until the notices that went before it have arrived everywhere: a notice of nothing, sent
 * after them on the same line, tells when. How soon notices arrive without this is tested with two instances, each asked by itself.
 */
export class HeardByAll {
  private readonly all: ChangeNotices[] = [];
  private readonly awaited = new Map<string, () => void>();

  /** Before it listens. */
  join(app: NestFastifyApplication): void {
    const notices = app.get(ChangeNotices, { strict: false });
    this.all.push(notices);
    notices.subscribe({ changed: (_, id) => this.awaited.get(id)?.(), missed: () => undefined });
    const server = app.getHttpAdapter().getInstance();
    server.addHook('onSend', async ({ method }, _reply, payload) => {
      if (!CHANGES_NOTHING.has(method) && this.all.every(({ hearing }) => hearing)) await this.heard(notices);
      return payload;
    });
  }

  private async heard(from: ChangeNotices): Promise<void> {
    const id = randomUUID();
    let missing = this.all.length;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
      this.awaited.set(id, () => (--missing === 0 ? resolve() : undefined));
      from.announce('session', id);
    });
    clearTimeout(timer);
    this.awaited.delete(id);
  }
}

/** Of several instances: what is done past them, or by a service of one, is known to all as if the next heartbeat had come. */
export function forgetEverywhere(apps: readonly NestFastifyApplication[]): void {
  if (apps.length < 2) return;
  for (const app of apps) app.get(ChangeNotices, { strict: false })['forgetAll']();
}
