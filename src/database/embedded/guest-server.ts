import type { Cluster } from './cluster';
import { endpointOf, urlOf } from './endpoint';
import { findOrLaunch, type Reached } from './find-or-launch';
import { stopPostmaster } from './postmaster';
import { isAlone, joinGuests } from './presence';

/** The server while a command runs on it, beside a service or without. */
export class GuestServer {
  readonly url: string;

  private constructor(
    private readonly cluster: Cluster,
    private readonly reached: Reached,
  ) {
    this.url = urlOf(endpointOf(cluster, reached.file));
  }

  static async start(cluster: Cluster): Promise<GuestServer> {
    for (;;) {
      const reached = await findOrLaunch(cluster);
      try {
        await joinGuests(reached.client);
        return new GuestServer(cluster, reached);
      } catch {
        // The server was just stopping: the next one is joined.
      }
    }
  }

  /** Ends the server when this guest started it and nobody else has come since. */
  async stop(): Promise<void> {
    const { client, file, launched } = this.reached;
    const last = launched && (await isAlone(client).catch(() => false));
    if (last) await stopPostmaster(this.cluster, file);
    await client.end().catch(() => undefined);
  }
}
