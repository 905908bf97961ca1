import { buildKnownSet, type KnownSet, lookupHost, lookupKnown, parentScopes } from '@spring-rain/engine';
import { hostOf, type IndicatorKey, isAddressHost, withoutWww } from '../indicators/index.ts';

/**
 * What an entry of a snapshot says of its key. `bears`: something may be known of it. `hasPages`: of a link on this
 * host. `isBelow`: of a host above it.
 */
const knownFlags = { bears: 1, hasPages: 2, isBelow: 4 } as const;

/** The keys of values of which something may be known; hosts apart, because their parents are walked. */
export interface KnownKeys {
  readonly hosts: Map<string, number>;
  readonly others: Set<string>;
}

export function emptyKeys(): KnownKeys {
  return { hosts: new Map(), others: new Set() };
}

/** Notes that something may be known of a value. */
export function addKey(keys: KnownKeys, key: IndicatorKey): void {
  if (key.kind === 'domain' || key.kind === 'ip') {
    flagHost(keys, key.value, knownFlags.bears);
    // Listings of `www.x` bear on `x` too; the walk to the parents covers the other way round.
    if (key.value.startsWith('www.')) flagHost(keys, withoutWww(key.value), knownFlags.bears);
    return;
  }
  keys.others.add(otherKey(key));
  const host = key.kind === 'url' ? hostOf(key) : undefined;
  if (host !== undefined) flagHost(keys, host, knownFlags.hasPages);
}

function flagHost({ hosts }: KnownKeys, host: string, flag: number): void {
  hosts.set(host, (hosts.get(host) ?? 0) | flag);
}

/** One key for a link with `http` and with `https`. */
function otherKey({ kind, value }: IndicatorKey): string {
  return kind === 'url' ? `url:${value.replace(/^https?:\/\//, '')}` : `${kind}:${value}`;
}

/** Packs keys into an immutable set; a host below another that bears something says so itself. */
export function packKeys(keys: KnownKeys): KnownSet {
  return buildKnownSet(entriesOf(keys));
}

function* entriesOf({ hosts, others }: KnownKeys): Generator<{ key: string; payload: number }> {
  for (const [key, flags] of hosts) {
    yield { key, payload: hasBearingParent(hosts, key) ? flags | knownFlags.isBelow : flags };
  }
  for (const key of others) yield { key, payload: knownFlags.bears };
}

function hasBearingParent(hosts: ReadonlyMap<string, number>, host: string): boolean {
  if (isAddressHost(host)) return false;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    if (((hosts.get(host.slice(dot + 1)) ?? 0) & knownFlags.bears) !== 0) return true;
  }
  return false;
}

/** Whether something may be known of a value: in the packed set, or in the changes since. False is certain. */
export function mayKnow(set: KnownSet, changes: KnownKeys, key: IndicatorKey): boolean {
  if (key.kind === 'domain' || key.kind === 'ip') return bearsOn(hostFlags(set, changes, key.value));
  if (key.kind === 'url') return mayKnowLink(set, changes, key);
  if (hasOther(set, changes, otherKey(key))) return true;
  if (key.kind !== 'email') return false;
  return bearsOn(hostFlags(set, changes, key.value.slice(key.value.lastIndexOf('@') + 1)));
}

function mayKnowLink(set: KnownSet, changes: KnownKeys, key: IndicatorKey): boolean {
  const host = hostOf(key);
  if (host === undefined) return false;
  const flags = hostFlags(set, changes, host);
  if (bearsOn(flags)) return true;
  if ((flags & knownFlags.hasPages) === 0) return false;
  return parentScopes('url', key.value).some(
    ({ kind, value }) => kind === 'url' && hasOther(set, changes, otherKey({ kind, value })),
  );
}

function bearsOn(flags: number): boolean {
  return (flags & (knownFlags.bears | knownFlags.isBelow)) !== 0;
}

function hasOther(set: KnownSet, { others }: KnownKeys, key: string): boolean {
  return lookupKnown(set, key) !== undefined || others.has(key);
}

function hostFlags(set: KnownSet, { hosts }: KnownKeys, host: string): number {
  const packed = lookupHost(set, host)?.payload ?? 0;
  if (hosts.size === 0) return packed;
  let flags = packed | (hosts.get(host) ?? 0);
  if (isAddressHost(host)) return flags;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    const above = hosts.get(host.slice(dot + 1));
    if (above !== undefined && (above & knownFlags.bears) !== 0) flags |= knownFlags.isBelow;
  }
  return flags;
}

/** How many keys there are. */
export function countKeys({ hosts, others }: KnownKeys): number {
  return hosts.size + others.size;
}
