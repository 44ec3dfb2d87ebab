import { BlockList, isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { proxyNetworks } from '../config/proxy-networks';

/** What some balancers write into `X-Forwarded-For`: `203.0.113.9:51234`, `[2001:db8::1]:443` or `[2001:db8::1]`. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * Asks for each connection's peer while it is there: Node keeps the answer, and of one that has hung up by a reset there is
 * none to be had, neither for the limits nor for the log.
 */
export function rememberPeers({ server }: FastifyInstance): void {
  server.on('connection', (socket) => void socket.remoteAddress);
}

/** The caller's address, alone; behind a proxy only what `TRUST_PROXY` lets count. Null where a proxy wrote none. */
export function addressOf(request: Pick<FastifyRequest, 'ip'>): string | null {
  return plainAddress(request.ip);
}

/** An address without port, brackets and zone, an IPv4 address as one; null where it is none. */
export function plainAddress(written: string | undefined): string | null {
  if (written === undefined) return null;
  if (isIP(written) === 4) return written;
  const [, bracketed, ported] = WITH_PORT.exec(written) ?? [];
  const [address = ''] = (bracketed ?? ported ?? written).split('%', 1);
  return isIP(address) === 0 ? null : (MAPPED.exec(address)?.[1] ?? address);
}

/** Whether an address is one of the proxies, for Fastify, which asks about each entry of `X-Forwarded-For` from the last on. */
export function trusting(proxies: readonly string[]): (written: string | undefined) => boolean {
  const trusted = new BlockList();
  for (const { address, bits, family } of proxies.flatMap((entry) => proxyNetworks(entry) ?? [])) trusted.addSubnet(address, bits, family);
  return (written) => {
    const address = plainAddress(written);
    return address !== null && trusted.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  };
}
