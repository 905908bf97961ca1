import type { IndicatorKind } from '../vocabulary.ts';
import { domainParts, isAddressHost } from './domain-parts.ts';

export const scopes = ['exact', 'path', 'host', 'domain'] as const;
export type Scope = (typeof scopes)[number];

/** One value that an entry may have been kept under, so that it covers the value asked about. */
export interface ScopeKey {
  readonly scope: Scope;
  readonly kind: IndicatorKind;
  /** For `path`: host and path without scheme (`docs.google.com/forms/d`); else a canonical value. */
  readonly value: string;
}

/** More path prefixes than this are not walked: the narrowest one and the widest ones are. */
export const maxPathPrefixes = 8;
/** A host has at most 127 labels; more parents than this are not walked. */
export const maxParentHosts = 16;

/**
 * The scopes that cover a canonical value, narrowest first: the exact value, path prefixes, the host,
 * its parents down to the registrable domain. Values without parents give the exact scope alone.
 */
export function parentScopes(kind: IndicatorKind, value: string): ScopeKey[] {
  const exact: ScopeKey = { scope: 'exact', kind, value };
  if (kind === 'url') return [exact, ...urlScopes(value)];
  if (kind === 'domain') return hostScopes(value);
  if (kind === 'email') return [exact, ...hostScopes(value.slice(value.lastIndexOf('@') + 1))];
  return [exact];
}

/**
 * The key of a scope in a known set: a host or domain is its own key, so that parents can be walked;
 * anything else is `kind:value` (`path:` for a path scope).
 */
export function scopeKey({ scope, kind, value }: ScopeKey): string {
  if (scope === 'host' || scope === 'domain') return value;
  if (kind === 'domain') return value;
  return scope === 'path' ? `path:${value}` : `${kind}:${value}`;
}

function urlScopes(value: string): ScopeKey[] {
  if (!URL.canParse(value)) return [];
  const url = new URL(value);
  const paths = pathPrefixes(url).map((path): ScopeKey => ({ scope: 'path', kind: 'url', value: url.host + path }));
  return [...paths, ...hostScopes(url.hostname)];
}

/** `/a/b.html?x` gives itself, `/a/b.html` and `/a`; the root is the host scope. */
function pathPrefixes({ pathname, search }: URL): string[] {
  const prefixes = search === '' ? [] : [pathname + search];
  let path = pathname.replace(/\/$/, '');
  const directories: string[] = [];
  while (path !== '') {
    directories.push(path);
    path = path.slice(0, path.lastIndexOf('/'));
  }
  const [whole, ...wider] = directories;
  if (whole !== undefined) prefixes.push(whole, ...wider.slice(-(maxPathPrefixes - 1)));
  return prefixes;
}

function hostScopes(host: string): ScopeKey[] {
  if (isAddressHost(host)) return [{ scope: 'host', kind: 'ip', value: host.replace(/^\[|\]$/g, '') }];
  const registrable = domainParts(host).registrable;
  if (registrable === undefined) return [{ scope: 'host', kind: 'domain', value: host }];
  const keys: ScopeKey[] = [];
  let name = host;
  while (name.length > registrable.length && keys.length < maxParentHosts) {
    keys.push({ scope: 'host', kind: 'domain', value: name });
    name = name.slice(name.indexOf('.') + 1);
  }
  keys.push({ scope: 'domain', kind: 'domain', value: registrable });
  return keys;
}
