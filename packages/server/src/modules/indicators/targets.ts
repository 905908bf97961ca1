import type { ListingScope } from '@spring-rain/contract';
import { domainParts, parentScopes } from '@spring-rain/engine';
import { type IndicatorKey, keyText } from './keys.ts';

/** What a listing is put on. */
export interface Target extends IndicatorKey {
  readonly scope: ListingScope;
}

/** The host that a canonical value stands on: of a link, a domain or an address; undefined for all other kinds. */
export function hostOf({ kind, value }: IndicatorKey): string | undefined {
  if (kind === 'domain' || kind === 'ip') return value;
  return kind === 'url' ? hostOfLink(value) : undefined;
}

/** A canonical link is `scheme://user@host:port/…`; cutting it costs a tenth of parsing it, and every check does. */
function hostOfLink(link: string): string | undefined {
  const start = link.indexOf('://') + 3;
  if (start === 2) return undefined;
  const slash = link.indexOf('/', start);
  const authority = link.slice(start, slash < 0 ? link.length : slash);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']'));
  const port = host.indexOf(':');
  return port < 0 ? host : host.slice(0, port);
}

/** True for a dotted-decimal or an IPv6 address; hosts of links are in canonical form. */
export function isAddressHost(host: string): boolean {
  return host.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

/**
 * Where a listing of a value in a scope is kept: links in host or domain scope under their host, a site's front page
 * as the host itself, path scopes without a trailing slash. Without a scope the narrowest; undefined when the kind
 * has no such scope.
 */
export function findTarget(key: IndicatorKey, scope?: ListingScope): Target | undefined {
  if (key.kind === 'url') return findLinkTarget(key, scope ?? 'exact');
  if (key.kind === 'ip') return scope === 'path' || scope === 'domain' ? undefined : { ...key, scope: 'host' };
  if (key.kind === 'domain') return scope === 'path' ? undefined : hostTarget(key.value, scope ?? 'host');
  return scope === undefined || scope === 'exact' ? { ...key, scope: 'exact' } : undefined;
}

function findLinkTarget(key: IndicatorKey, scope: ListingScope): Target | undefined {
  const host = hostOf(key);
  if (host === undefined) return undefined;
  const url = new URL(key.value);
  const isFrontPage = url.pathname === '/' && url.search === '' && (scope === 'path' || url.hash === '');
  if (scope === 'host' || scope === 'domain' || isFrontPage) return hostTarget(host, scope);
  if (scope === 'exact') return { ...key, scope };
  const path = url.search === '' ? url.pathname.replace(/\/$/, '') : url.pathname + url.search;
  return { kind: 'url', value: `${url.protocol}//${url.host}${path}`, scope };
}

function hostTarget(host: string, scope: ListingScope): Target | undefined {
  if (isAddressHost(host)) return { kind: 'ip', value: host, scope: 'host' };
  if (scope !== 'domain') return { kind: 'domain', value: host, scope: 'host' };
  const registrable = domainParts(host).registrable;
  return registrable === undefined ? undefined : { kind: 'domain', value: registrable, scope };
}

/**
 * The keys under which something may be known that bears on a value, narrowest first: the value, the paths above it,
 * its host and the hosts above that. Links count the same with `http` and with `https`, a host with and without `www.`.
 */
export function evidenceKeys(key: IndicatorKey): IndicatorKey[] {
  const keys: IndicatorKey[] = [];
  for (const { scope, kind, value } of parentScopes(key.kind, key.value)) {
    if (kind === 'url') keys.push(...bothSchemes(scope === 'path' ? `http://${value}` : value));
    else keys.push({ kind, value });
  }
  const host = key.kind === 'email' ? undefined : hostOf(key);
  if (host !== undefined && key.kind !== 'ip' && !host.startsWith('www.') && !isAddressHost(host)) {
    keys.push({ kind: 'domain', value: `www.${host}` });
  }
  return [...new Map(keys.map((each) => [keyText(each), each])).values()];
}

function bothSchemes(value: string): IndicatorKey[] {
  const match = /^https?:\/\/(.*)$/s.exec(value);
  if (match === null) return [{ kind: 'url', value }];
  return ['http', 'https'].map((scheme) => ({ kind: 'url' as const, value: `${scheme}://${match[1]}` }));
}
