import { isIP } from 'node:net';

/** A network of proxies; a single address is one of full length. */
export interface ProxyNetwork {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Names for what no address of the internet is in. */
const NAMED: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

/** The networks that an entry of `TRUST_PROXY` stands for; null where it stands for none. */
export function proxyNetworks(entry: string): readonly ProxyNetwork[] | null {
  const networks = (NAMED.get(entry) ?? [entry]).map(networkFrom);
  return networks.every((network) => network !== null) ? networks : null;
}

function networkFrom(text: string): ProxyNetwork | null {
  const [, address = '', length] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return null;
  const longest = version === 4 ? 32 : 128;
  const bits = length === undefined ? longest : Number(length);
  // Nobody trusts the whole internet: whoever may write X-Forwarded-For may be anybody.
  return bits < 1 || bits > longest ? null : { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}
