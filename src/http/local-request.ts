import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config';
import { isLoopbackHost } from '../config/load-config';

const FROM_A_PROXY = /^(forwarded|x-forwarded-.*|x-real-ip|via)$/;

/**
 * Whether a request was made on this machine for this machine, in local mode: the peer and the Host are loopback (a web
 * site that points its own name at 127.0.0.1 has another Host), and no proxy has passed it on from elsewhere.
 */
export function isLocalRequest(request: FastifyRequest, config: Config): boolean {
  return config.local && isFromThisMachine(request);
}

/** The same in every mode: for what an operator may read on the machine itself. */
export function isFromThisMachine(request: FastifyRequest): boolean {
  return (
    isLoopbackPeer(request.socket.remoteAddress) &&
    isLoopbackName(request.headers.host) &&
    !Object.keys(request.headers).some((name) => FROM_A_PROXY.test(name))
  );
}

function isLoopbackPeer(address: string | undefined): boolean {
  return address !== undefined && isLoopbackHost(address.replace(/^::ffff:/i, ''));
}

function isLoopbackName(host: string | undefined): boolean {
  return host !== undefined && isLoopbackHost(host.toLowerCase().replace(/:\d{1,5}$/, ''));
}
