import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HostileRequest } from './request';

export interface HostileAnswer {
  readonly status: number;
  readonly body: string;
}

/** Milliseconds within which every request is answered, on a machine that does other things too. */
const DEADLINE = 8_000;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Sends the bytes as they are. Rejects when there is no full answer within the deadline. */
export function send(port: number, { method, path, headers, body }: HostileRequest): Promise<HostileAnswer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(DEADLINE);
    const fail = (error: Error) => reject(new Error(`no answer: ${signal.aborted ? `${DEADLINE} ms are over` : error.message}`));
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers, signal }, (answer) => {
      text(answer).then((read) => resolve({ status: answer.statusCode ?? 0, body: read }), fail);
    });
    sent.on('error', fail);
    sent.end(body ?? undefined);
  });
}
