import { domainParts, isAddressHost } from '../hosts/domain-parts.ts';
import type { Indicator } from '../indicators/kinds.ts';
import { isShortener } from '../indicators/shorteners.ts';
import type { IndicatorKind } from '../vocabulary.ts';
import type { LinkValueKind } from './reasons.ts';

/** A value by which a message may be linked, as `kind:value`. */
export interface LinkValue {
  readonly kind: LinkValueKind;
  readonly value: string;
}

/** A text that names more values than this is a list, not a message: it is linked by none of them. */
const maxLinkValues = 24;
/** A text with more links and addresses than this is a page, a list or a forwarded thread: they say little of who sent it. */
const maxWebValues = 4;

/** In a text of this `scriptSize` numbers and links are quoted, the reader's, a bank's or a footer's as often as the sender's. */
const longText = 200;

/**
 * What a message can share with others: each recognised value, a link also by its host and path without what follows
 * the `?`, and by its host. No host of a shortener, no service number, no page of a mailing list, no links and addresses of
 * a text that is full of them; of a long text (`size` as of `scriptSize`) accounts, wallets, handles and apps alone. Distinct,
 * in order of place.
 */
export function linkValues(indicators: readonly Indicator[], size = 0): LinkValue[] {
  if (indicators.length === 0) return [];
  const found = new Map<string, LinkValue>();
  const isLong = size >= longText;
  const isPage = isLong || indicators.filter(({ kind }) => isWeb(kind)).length > maxWebValues;
  for (const indicator of indicators) {
    if (isPage && isWeb(indicator.kind)) continue;
    if (isLong && indicator.kind === 'phone') continue;
    for (const value of valuesOf(indicator)) found.set(`${value.kind}:${value.value}`, value);
    if (found.size > maxLinkValues) return [];
  }
  return [...found.values()];
}

function isWeb(kind: IndicatorKind): boolean {
  return kind === 'url' || kind === 'domain' || kind === 'ip' || kind === 'email';
}

/** Pages and addresses of mailing-list programs stand under every mail of a list. */
const listServer = /\/(?:mailman|listinfo|majordomo)\/|(?:-request|-subscribe|-unsubscribe|majordomo)@/;

function valuesOf({ kind, value, traits }: Indicator): LinkValue[] {
  if (traits.includes('service-number') || listServer.test(value)) return [];
  if (kind === 'domain') return hostValues(value);
  if (kind !== 'url') return [{ kind, value }];
  const exact: LinkValue = { kind, value };
  const url = URL.parse(value);
  if (url === null) return [exact];
  const { hostname, host, pathname, search } = url;
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
