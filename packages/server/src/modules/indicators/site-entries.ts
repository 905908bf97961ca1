import { parentScopes } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { type IndicatorKey, keyText, valueHash } from './keys.ts';
import { type SiteEntry, withoutWww } from './sites.ts';

/** What an adopted list says of a host: whose site it is, or who shares it. */
export type SiteFact = SiteEntry & IndicatorKey;

/** What adopted lists say of the given hosts and of the hosts above them. One query. */
export async function findSiteEntries(tx: Context, hosts: readonly string[]): Promise<SiteFact[]> {
  const keys = new Map(hosts.flatMap(siteKeys).map((key) => [keyText(key), key]));
  return await selectHonest(tx, [...keys.values()]);
}

/** Those of the given values that adopted lists say are official, by `keyText`. One query. */
export async function findOfficialValues(tx: Context, keys: readonly IndicatorKey[]): Promise<Set<string>> {
  const entries = await selectHonest(tx, keys);
  return new Set(entries.filter(({ role }) => role === 'known-good').map(keyText));
}

/** The keys of a host and of the hosts above it, under which a list may say whose site it is. */
function siteKeys(host: string): IndicatorKey[] {
  const names = new Set([host, withoutWww(host), `www.${withoutWww(host)}`]);
  return [...names].flatMap((name) => parentScopes('domain', name).map(({ kind, value }) => ({ kind, value })));
}

async function selectHonest(tx: Context, keys: readonly IndicatorKey[]): Promise<SiteFact[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<SiteFact>`
    select indicator.kind, indicator.value, source.role, listing.scope, listing.details ->> 'tenancy' as tenancy
    from unnest(${keys.map(valueHash)}::text[]) as asked(hash)
    join indicator on indicator.value_hash = decode(asked.hash, 'hex')
    join listing on listing.indicator_id = indicator.id
    join source on source.id = listing.source_id
    where source.role <> 'known-scam' and source.adopted_at is not null and listing.withdrawn_at is null
      and (listing.expires_at is null or listing.expires_at > ${tx.now()})`.execute(tx.db);
  return rows;
}
