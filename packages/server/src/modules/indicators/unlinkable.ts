import type { Context } from '../../platform/context.ts';
import { type IndicatorKey, keyText } from './keys.ts';
import { findOfficialValues, findSiteEntries, type SiteFact } from './site-entries.ts';
import { findSiteRule, type SiteRule } from './sites.ts';
import { hostOf } from './targets.ts';

/** Why two reports that share a value are not linked by it. */
export type UnlinkableReason = 'official' | 'busy' | 'shortener' | 'shared' | 'public-suffix';

/** Hosts that nobody but their owner writes on: everything below them is that owner's. */
const ownedWhole: ReadonlySet<SiteRule['why']> = new Set(['official', 'busy', 'public-suffix']);

/**
 * Those of the given values that say nothing of who is behind a message, with why, by `keyText`: official values and
 * whatever stands on an official or busy site; a shortener or a host that strangers share, though not a page of theirs,
 * which is somebody's own. Two queries.
 */
export async function findUnlinkable(
  tx: Context,
  keys: readonly IndicatorKey[],
): Promise<Map<string, UnlinkableReason>> {
  const found = new Map<string, UnlinkableReason>();
  if (keys.length === 0) return found;
  for (const text of await findOfficialValues(tx, keys)) found.set(text, 'official');
  const hosts = new Map(keys.flatMap((key) => [[keyText(key), siteOf(key)] as const]).filter(hasHost));
  const entries = await findSiteEntries(tx, new Set(hosts.values()));
  for (const key of keys) {
    const host = hosts.get(keyText(key));
    const why = host === undefined ? undefined : reasonOf(key, host, entries.get(host) ?? []);
    if (why !== undefined && !found.has(keyText(key))) found.set(keyText(key), why);
  }
  return found;
}

function hasHost(entry: readonly [string, string | undefined]): entry is readonly [string, string] {
  return entry[1] !== undefined;
}

/** The host that a value is on; of a mail address only to see whether it is an official's own. */
function siteOf(key: IndicatorKey): string | undefined {
  return key.kind === 'email' ? key.value.slice(key.value.lastIndexOf('@') + 1) : hostOf(key);
}

function reasonOf(key: IndicatorKey, host: string, entries: readonly SiteFact[]): UnlinkableReason | undefined {
  const rule = findSiteRule(host, entries);
  // Everyone has an address at a busy mail service; only an official's own domain makes its addresses official.
  if (key.kind === 'email') return rule?.why === 'official' ? 'official' : undefined;
  if (rule === undefined) return undefined;
  if (ownedWhole.has(rule.why)) return rule.why;
  return key.kind === 'url' && hasOwnPage(key.value) ? undefined : rule.why;
}

/** True when a link names a page, not only the host. */
function hasOwnPage(link: string): boolean {
  const { pathname, search } = new URL(link);
  return pathname !== '/' || search !== '';
}
