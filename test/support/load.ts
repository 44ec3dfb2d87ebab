import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds: far longer than any fault of these tests lasts. */
const PATIENCE = 60_000;

/** What came of one request: the status, or null where the connection broke before there was an answer. */
export interface Answer {
  readonly status: number | null;
  readonly body: unknown;
  /** Milliseconds. */
  readonly took: number;
}

/** Requests one after another from a number of callers at once, until told to stop. */
export class Load {
  readonly answers: Answer[] = [];
  private going = true;
  private readonly callers: Promise<void>[];

  /** @param ask makes the request of a serial number */
  constructor(callers: number, ask: (serial: number) => Promise<Response>) {
    let serial = 0;
    this.callers = Array.from({ length: callers }, async () => {
      while (this.going) this.answers.push(await answerTo(() => ask(++serial)));
    });
  }

  /**
   * Waits until that many more requests were answered with the status.
   * @throws Error after a minute, with what came instead
   */
  async more(count: number, status: number): Promise<void> {
    const before = this.answers.length;
    const enough = this.count(status) + count;
    const end = performance.now() + PATIENCE;
    while (this.going && this.count(status) < enough) {
      if (performance.now() > end) throw new Error(`not ${count} × ${status} in ${PATIENCE / 1000} s, but ${this.told(before)}`);
      await delay(5);
    }
  }

  count(status: number | null): number {
    return this.answers.filter((answer) => answer.status === status).length;
  }

  private told(from: number): string {
    const counts = new Map<number | null, number>();
    for (const { status } of this.answers.slice(from)) counts.set(status, (counts.get(status) ?? 0) + 1);
    return [...counts].map(([status, count]) => `${count} × ${status ?? 'no answer'}`).join(', ') || 'nothing';
  }

  /** Ends after the requests under way. */
  async stop(): Promise<readonly Answer[]> {
    this.going = false;
    await Promise.all(this.callers);
    return this.answers;
  }
}

async function answerTo(ask: () => Promise<Response>): Promise<Answer> {
  const from = performance.now();
  try {
    const response = await ask();
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) await delay(20); // a caller that is refused does not hammer
    return { status: response.status, body, took: performance.now() - from };
  } catch {
    await delay(20);
    return { status: null, body: null, took: performance.now() - from };
  }
}

export const postJson = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
