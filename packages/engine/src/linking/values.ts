import { domainParts, isAddressHost } from '../hosts/domain-parts.ts';
import type { Indicator } from '../indicators/kinds.ts';
import { isShortener } from '../indicators/shorteners.ts';
import type { LinkValueKind } from './reasons.ts';

/** A value by which a message may be linked, as `kind:value`. */
export interface LinkValue {
  readonly kind: LinkValueKind;
  readonly value: string;
}

/** More values than this are not read of one message: a list of numbers is no message. */
export const maxLinkValues = 24;

/**
 * What a message can share with others: each recognised value, a link also by its host and path without what follows
 * the `?`, and by its host. Neither host nor path of a shortener, and no service number. Distinct, in order of place.
 */
export function linkValues(indicators: readonly Indicator[]): LinkValue[] {
  const found = new Map<string, LinkValue>();
  for (const indicator of indicators) {
    if (found.size >= maxLinkValues) break;
    for (const value of valuesOf(indicator)) found.set(`${value.kind}:${value.value}`, value);
  }
  return [...found.values()];
}

function valuesOf({ kind, value, traits }: Indicator): LinkValue[] {
  if (traits.includes('service-number')) return [];
  if (kind === 'domain') return hostValues(value);
  if (kind !== 'url') return [{ kind, value }];
  const exact: LinkValue = { kind, value };
  if (!URL.canParse(value)) return [exact];
  const { hostname, host, pathname, search } = new URL(value);
  if (isBare(pathname, search)) return hostValues(hostname);
  const path: LinkValue = { kind: 'link-path', value: host + pathname.replace(/\/$/, '') };
  const narrow = search === '' || pathname === '/' ? [exact] : [exact, path];
  return [...narrow, ...hostValues(hostname)];
}

/** A link to a host alone says no more than the host. */
function isBare(pathname: string, search: string): boolean {
  return pathname === '/' && search === '';
}

function hostValues(hostname: string): LinkValue[] {
  if (isShortener(hostname)) return [];
  if (isAddressHost(hostname)) return [{ kind: 'ip', value: hostname.replace(/^\[|\]$/g, '') }];
  return [{ kind: 'host', value: domainParts(hostname).registrable ?? hostname }];
}
