import { isIP, isIPv6 } from 'node:net';

/** What every caller is counted under whose address is not known. */
const UNKNOWN = 'unknown';

/** The network an address is counted under: an IPv4 address itself, an IPv6 address by its /64; all that is no address is one. */
export function networkOf(ip: string | null): string {
  if (ip === null || isIP(ip) === 0) return UNKNOWN;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(ip) ? ipv6Prefix(ip, 4) : ip;
}

/** The first `groups` 16-bit groups of an IPv6 address, written out. */
export function ipv6Prefix(ip: string, groups: number): string {
  const [head = '', tail] = ip.split('%', 1)[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right]
    .slice(0, groups)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}

/** Whether two addresses are of one network, as providers hand them out: an IPv4 /24 or an IPv6 /48. What is not known is of none. */
export function isSameNetwork(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && isIP(one) !== 0 && wideNetworkOf(one) === wideNetworkOf(other);
}

function wideNetworkOf(ip: string): string {
  const address = networkOf(ip);
  return isIPv6(ip) && address.includes(':') ? ipv6Prefix(ip, 3) : address.split('.').slice(0, 3).join('.');
}
