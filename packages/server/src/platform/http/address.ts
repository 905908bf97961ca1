import { BlockList, isIP, isIPv6 } from 'node:net';

/** At most this many hops of `X-Forwarded-For` are looked at. */
const forwardedHopsMax = 20;

/** Addresses given as single ones or as CIDR ranges. */
export interface AddressRanges {
  has(address: string): boolean;
}

/** Ranges from texts such as `10.0.0.0/8`, `::1` or `loopback`. Throws on anything else. */
export function addressRanges(texts: readonly string[]): AddressRanges {
  const list = new BlockList();
  for (const text of texts) addRange(list, text);
  const isEmpty = texts.length === 0;
  return {
    has(address) {
      if (isEmpty) return false;
      const plain = plainAddress(address);
      return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
    },
  };
}

function addRange(list: BlockList, text: string): void {
  if (text === 'loopback') {
    list.addSubnet('127.0.0.0', 8, 'ipv4');
    list.addAddress('::1', 'ipv6');
    return;
  }
  const [network = '', prefix] = text.split('/');
  const family = isIP(network);
  const bits = family === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  if (family === 0 || !Number.isInteger(length) || length < 0 || length > bits) {
    throw new Error(`An address range must be like 10.0.0.0/8, 2001:db8::/32 or loopback, found "${text}".`);
  }
  list.addSubnet(network, length, family === 6 ? 'ipv6' : 'ipv4');
}

/** `::ffff:192.0.2.1` is the IPv4 address 192.0.2.1, as sockets that listen on both families give it. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/**
 * The client's address: the peer's, or, when the peer is a trusted proxy, the last hop of `X-Forwarded-For` that is
 * not one. What an untrusted peer writes into that header is not looked at.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trusted: AddressRanges): string {
  const near = plainAddress(peer);
  if (forwardedFor === undefined || !trusted.has(near)) return near;
  const hops = forwardedFor.split(',').slice(-forwardedHopsMax);
  for (let at = hops.length - 1; at >= 0; at -= 1) {
    const hop = plainAddress((hops[at] ?? '').trim());
    if (isIP(hop) === 0) return near;
    if (!trusted.has(hop) || at === 0) return hop;
  }
  return near;
}

/**
 * What budgets and reporters are keyed by: an IPv4 address whole, of an IPv6 address its /64, since one household or
 * phone holds a whole /64 and could otherwise count as 2^64 visitors.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...new Array<string>(zeros).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || (address.startsWith('127.') && isIP(address) === 4);
}
