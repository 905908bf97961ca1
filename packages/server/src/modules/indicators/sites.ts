import type { ListingScope, SourceRole } from '@spring-rain/contract';
import { domainParts } from '@spring-rain/engine';

/** How strangers share a host: each below a path of it, or each on a name below it. */
export const tenancies = ['path', 'subdomain'] as const;
export type Tenancy = (typeof tenancies)[number];

/** What an adopted list says of a host. */
export interface SiteEntry {
  readonly value: string;
  readonly role: SourceRole;
  readonly scope: ListingScope;
  readonly tenancy?: Tenancy | null | undefined;
  /** Of a host shared by subdomain: how many labels below it make a site of its own; 1 unless given. */
  readonly depth?: number | null | undefined;
}

/** Why a host cannot be condemned whole, and the entry that says so. */
export interface SiteRule<Entry extends SiteEntry = SiteEntry> {
  readonly why: 'official' | 'busy' | 'shortener' | 'shared' | 'public-suffix';
  readonly entry?: Entry;
}

/** `www.` is a name for the same site, never another one's. */
export function withoutWww(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : host;
}

/**
 * Why a host cannot be condemned whole; undefined when it can.
 * Of the entries that cover the host the narrowest decides, because a tenant of a busy site is not that site,
 * and a shared host inside an official domain is not the official's own word.
 */
export function findSiteRule<Entry extends SiteEntry>(
  host: string,
  entries: readonly Entry[],
): SiteRule<Entry> | undefined {
  const parts = domainParts(host);
  if (parts.publicSuffix === host) return { why: 'public-suffix' };
  const site = withoutWww(host);
  const covering = entries
    .filter((entry) => entry.role in whyOf && isSameOrBelow(site, withoutWww(entry.value)))
    .sort((one, other) => other.value.length - one.value.length || rankOf(one) - rankOf(other));
  for (const entry of covering) {
    const below = withoutWww(entry.value) !== site;
    if (below && isTenant(site, entry)) return undefined;
    if (below && isSuffixOwner(entry.value, parts)) return undefined;
    if (below && entry.role === 'known-good' && entry.scope !== 'domain') continue;
    return { why: whyOf[entry.role as keyof typeof whyOf], entry };
  }
  return undefined;
}

const whyOf = {
  'known-good': 'official',
  busy: 'busy',
  shortener: 'shortener',
  'shared-host': 'shared',
} as const;

/** True when the host is a site of its own below a host that is shared by subdomain. */
function isTenant(site: string, { role, value, tenancy, depth }: SiteEntry): boolean {
  if (role !== 'shared-host' || tenancy === 'path') return false;
  const labelsBelow = site.split('.').length - value.split('.').length;
  return labelsBelow >= (depth ?? 1);
}

/** Of entries for the same name: who shares it says more than whose it is, and that more than how busy it is. */
function rankOf({ role }: SiteEntry): number {
  return ['shared-host', 'known-good', 'shortener', 'busy'].indexOf(role);
}

/** True when the entry names a hoster's suffix, whose customers are strangers to it. */
function isSuffixOwner(value: string, parts: ReturnType<typeof domainParts>): boolean {
  return parts.isPrivateSuffix && parts.publicSuffix !== undefined && isSameOrBelow(parts.publicSuffix, value);
}

/** True when `host` is `parent` or a name below it. */
export function isSameOrBelow(host: string, parent: string): boolean {
  return host === parent || host.endsWith(`.${parent}`);
}
