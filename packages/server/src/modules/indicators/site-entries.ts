import { parentScopes } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { indicatorByHash, listingsOfIndicator } from './by-hash.ts';
import { isInForce } from './in-force.ts';
import { type IndicatorKey, keyText, valueHash } from './keys.ts';
import { type SiteEntry, withoutWww } from './sites.ts';

/** What an adopted list says of a host: whose site it is, or who shares it. */
export type SiteFact = SiteEntry & IndicatorKey;

/** What adopted lists say of each of the given hosts and of the hosts above it. One query. */
export async function findSiteEntries(tx: Context, hosts: Iterable<string>): Promise<Map<string, SiteFact[]>> {
  const keysByHost = new Map(
    [...hosts].map((host) => [host, siteKeys(host).map((key) => [keyText(key), key] as const)]),
  );
  const keys = new Map([...keysByHost.values()].flat());
  const entries = Map.groupBy(await selectHonest(tx, [...keys.values()]), keyText);
  const byHost = new Map<string, SiteFact[]>();
  for (const [host, own] of keysByHost)
    byHost.set(
      host,
      own.flatMap(([text]) => entries.get(text) ?? []),
    );
  return byHost;
}

/** Those of the given values that adopted lists say are official, by `keyText`. One query. */
export async function findOfficialValues(tx: Context, keys: readonly IndicatorKey[]): Promise<Set<string>> {
  const entries = await selectHonest(tx, keys);
  return new Set(entries.filter(({ role }) => role === 'known-good').map(keyText));
}

/** The keys of a host and of the hosts above it, under which a list may say whose site it is. */
function siteKeys(host: string): IndicatorKey[] {
  const names = new Set([host, withoutWww(host), `www.${withoutWww(host)}`]);
  const keys = [...names].flatMap((name) => parentScopes('domain', name).map(({ kind, value }) => ({ kind, value })));
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

async function selectHonest(tx: Context, keys: readonly IndicatorKey[]): Promise<SiteFact[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<SiteFact>`
    select indicator.kind, indicator.value, source.role, listing.scope, listing.details ->> 'tenancy' as tenancy,
      (listing.details ->> 'depth')::int as depth
    from unnest(${keys.map(valueHash)}::text[]) as asked(hash)
    cross join ${indicatorByHash('asked.hash')}
    cross join ${listingsOfIndicator}
    join source on source.id = listing.source_id
    where source.role <> 'known-scam' and source.adopted_at is not null and ${isInForce(tx.now())}`.execute(tx.db);
  return rows;
}
