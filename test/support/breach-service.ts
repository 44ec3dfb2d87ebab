import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BreachService {
  readonly url: string;
  /** What was asked, oldest first. */
  readonly asked: { path: string; headers: IncomingHttpHeaders; body: string }[];
  /** How it answers from now on. */
  answerWith(answer: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

const sha1 = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase();

/** A server of the Pwned Passwords protocol that knows these passwords, each by how often it was breached. */
export async function startBreachService(breached: Record<string, number>): Promise<BreachService> {
  const asked: BreachService['asked'] = [];
  let answer: ((response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    void note(request).then((entry) => {
      asked.push(entry);
      if (answer !== null) return answer(response);
      response.end(listOf(breached, entry.path.split('/').at(-1)!));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answerWith: (given) => (answer = given),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function note(request: IncomingMessage): Promise<BreachService['asked'][number]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
}

// As the real one: suffixes with counts, and padding of count 0.
function listOf(breached: Record<string, number>, prefix: string): string {
  const known = Object.entries(breached).map(([password, count]) => [sha1(password), count] as const);
  const lines = known.filter(([digest]) => digest.startsWith(prefix)).map(([digest, count]) => `${digest.slice(5)}:${count}`);
  const padding = Array.from({ length: 800 }, (_, i) => `${sha1(`padding ${i}`).slice(5)}:0`);
  return [...padding.slice(400), ...lines, ...padding.slice(0, 400)].join('\r\n');
}
