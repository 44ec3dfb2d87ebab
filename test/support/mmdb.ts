import { isIPv6 } from 'node:net';
import { ipv6Prefix } from '../../src/limits/network';

/** What a network is known by. */
export type Entry = string | number | readonly Entry[] | { readonly [key: string]: Entry };

type Node = [Branch, Branch];
type Branch = Node | { readonly offset: number } | null;

const SEPARATOR = Buffer.alloc(16);
const METADATA_MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');
const [POINTED_BYTES, IPV6_BITS] = [3, 128];
const [TEXT, UINT32, MAP, ARRAY] = [2, 6, 7, 11];

/**
 * A database of places in MaxMind's format (MaxMind DB File Format Specification 2.0): an IPv6 tree with 24-bit records.
 * @param networks what is known of a network, by its CIDR notation
 */
export function mmdb(networks: Readonly<Record<string, Entry>>): Buffer {
  const root: Node = [null, null];
  const data: Buffer[] = [];
  for (const [network, entry] of Object.entries(networks)) {
    place(root, bitsOf(network), { offset: data.reduce((sum, { length }) => sum + length, 0) });
    data.push(encode(entry));
  }
  const nodes = [...nodesBelow(root)];
  const numbers = new Map(nodes.map((node, at) => [node, at]));
  const valueOf = (branch: Branch): number => {
    if (branch === null) return nodes.length;
    return Array.isArray(branch) ? numbers.get(branch)! : nodes.length + SEPARATOR.length + branch.offset;
  };
  const tree = nodes.flatMap((node) => node.map((branch) => bigEndian(valueOf(branch), POINTED_BYTES)));
  const metadata = { binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1_763_762_400, database_type: 'Test-City' };
  const shape = { description: { en: 'Places' }, ip_version: 6, languages: ['en'], node_count: nodes.length, record_size: 8 * POINTED_BYTES };
  return Buffer.concat([...tree, SEPARATOR, ...data, METADATA_MARKER, encode({ ...metadata, ...shape })]);
}

// IPv4 stands in the tree as ::a.b.c.d.
function bitsOf(network: string): string {
  const [address = '', length = ''] = network.split('/');
  const six = isIPv6(address);
  const groups = six
    ? ipv6Prefix(address, 8)
        .split(':')
        .map((group) => parseInt(group, 16))
    : address.split('.').map(Number);
  const bits = groups.map((group) => group.toString(2).padStart(six ? 16 : 8, '0')).join('');
  return bits.padStart(IPV6_BITS, '0').slice(0, IPV6_BITS - bits.length + Number(length));
}

function place(root: Node, bits: string, leaf: { offset: number }): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const side = Number(bit) as 0 | 1;
    node[side] ??= [null, null];
    node = node[side] as Node;
  }
  node[Number(bits.at(-1)) as 0 | 1] = leaf;
}

function* nodesBelow(node: Node): Iterable<Node> {
  yield node;
  for (const branch of node) if (Array.isArray(branch)) yield* nodesBelow(branch);
}

function encode(entry: Entry): Buffer {
  if (typeof entry === 'string') return Buffer.concat([head(TEXT, Buffer.byteLength(entry)), Buffer.from(entry)]);
  if (typeof entry === 'number') return Buffer.concat([head(UINT32, 4), bigEndian(entry, 4)]);
  if (isList(entry)) return Buffer.concat([head(ARRAY, entry.length), ...entry.map(encode)]);
  const pairs = Object.entries(entry);
  return Buffer.concat([head(MAP, pairs.length), ...pairs.flatMap(([key, value]) => [encode(key), encode(value)])]);
}

const isList = (entry: Entry): entry is readonly Entry[] => Array.isArray(entry);

// The first byte tells type and length; types from 8 on follow in a byte of their own.
function head(type: number, length: number): Buffer {
  if (length >= 29) throw new Error('a longer value than this writer needs');
  return type < 8 ? Buffer.of((type << 5) | length) : Buffer.of(length, type - 7);
}

function bigEndian(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
