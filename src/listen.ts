import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config/config';
import { OperatorError } from './errors/operator-error';

/**
 * Opens the door.
 * @throws OperatorError naming PORT or HOST, where the machine does not allow it
 */
export async function listen(app: NestFastifyApplication, { http: { host, port } }: Config): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const words = FAULTS[String((error as { code?: unknown }).code)];
    throw words === undefined ? error : new OperatorError(`${words(host, port)} (${(error as Error).message})`, { cause: error });
  }
}

const noAddress = (host: string) => `HOST: ${host} is no address of this machine.`;

const FAULTS: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) => `PORT: another program listens at ${host}, port ${port} already. End it, or set PORT to another one.`,
  EACCES: (_host, port) => `PORT: this user may not listen at port ${port}. Set PORT to another one, from 1024 on.`,
  EADDRNOTAVAIL: noAddress,
  ENOTFOUND: noAddress,
};
