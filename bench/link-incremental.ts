import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recognise } from '@spring-rain/engine';
import { sql } from 'kysely';
import { loadConfig } from '../packages/server/src/config.ts';
import { linkReports } from '../packages/server/src/modules/campaigns/linking.ts';
import { recordSightings } from '../packages/server/src/modules/indicators/index.ts';
import { type Context, inTransaction } from '../packages/server/src/platform/context.ts';
import { openKindReader } from '../packages/server/src/platform/kind-reader.ts';
import { openResources, type Resources } from '../packages/server/src/platform/resources.ts';
import { startCluster } from '../tools/postgres-cluster.ts';
import { distinctScripts } from './link-bases.ts';
import { hotHandle, linkingTables, loadLinked, reportId } from './link-incremental-load.ts';
import { variants } from './link-variants.ts';
import { readMessages } from './messages.ts';
import { type Row, thousands } from './table.ts';

const aimMs = 30;
const warmUp = 50;

/**
 * One report linked into many on PostgreSQL, with all its database work and a durable commit: read, compared with its
 * candidates, placed. Four kinds in turn: a variant of a known script, an exact copy, a stranger, and one that names a
 * value seen in every tenth report.
 */
export async function benchLinkIncremental(options: {
  readonly reports: number;
  readonly measured: number;
}): Promise<Row[]> {
  await using cluster = await startCluster();
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-bench-'));
  try {
    const url = await cluster.createDatabase('linking');
    const config = loadConfig({ DATA_DIR: join(folder, 'data'), DATABASE_URL: url, LOG_LEVEL: 'warn' });
    await using resources = await openResources(config);
    return await measure(resources, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  resources: Resources,
  { reports, measured }: { reports: number; measured: number },
): Promise<Row[]> {
  const { texts, from } = readMessages();
  const bases = distinctScripts(texts);
  const startedAt = performance.now();
  const loaded = await loadLinked(resources.database.admin, { bases, count: reports });
  const loadSeconds = (performance.now() - startedAt) / 1000;
  const bytes = await linkingBytes(resources);
  const kinds = openKindReader(resources);
  const ctx = resources.context({ role: 'job', name: 'bench', reason: 'measuring' });
  const fresh = [...variants({ bases, count: measured + warmUp, seed: 8 })].map(({ text }, at) => asked(text, at));
  const times: { kind: string; ms: number }[] = [];
  for (const [at, { kind, text }] of fresh.entries()) {
    const id = await fileDirectly(ctx, text, reports + at);
    const before = performance.now();
    await linkReports(ctx, [id], { kinds });
    if (at >= warmUp) times.push({ kind, ms: performance.now() - before });
  }
  const p95 = quantile(
    times.map(({ ms }) => ms),
    0.95,
  );
  const perKind = [...Map.groupBy(times, ({ kind }) => kind)].map(
    ([kind, of]) =>
      `${kind} ${quantile(
        of.map(({ ms }) => ms),
        0.5,
      ).toFixed(1)} / ${quantile(
        of.map(({ ms }) => ms),
        0.95,
      ).toFixed(1)} ms`,
  );
  return [
    {
      work: `link one report into ${thousands(reports)}, PostgreSQL, with its database work`,
      against: '–',
      aim: `p95 ≤ ${aimMs} ms`,
      ours: `p50 ${quantile(
        times.map(({ ms }) => ms),
        0.5,
      ).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
      sample: `${times.length} reports one by one, variants of ${from}`,
      holds: p95 <= aimMs,
      notes: [
        `p50 / p95 by kind: ${perKind.join('; ')}`,
        `${(bytes / loaded.sightings).toFixed(0)} bytes of linking tables and indexes a sighting, ${(bytes / reports).toFixed(0)} a report: ${thousands(loaded.sightings)} sightings, ${thousands(loaded.scripts)} scripts, ${thousands(loaded.campaigns)} campaigns; one value in every tenth report`,
        `loaded in ${loadSeconds.toFixed(0)} s: every text read by the product, rows by insert … select from unnest, keys and indexes afterwards`,
      ],
    },
  ];
}

/** In turn: a variant, a copy of one script, a text that is like none, a variant with the value that is everywhere. */
function asked(text: string, at: number): { kind: string; text: string } {
  switch (at % 4) {
    case 0:
      return { kind: 'variant', text };
    case 1:
      return { kind: 'names the value seen everywhere', text: `${text} 微信 ${hotHandle}` };
    case 2:
      return { kind: 'stranger', text: [...text].toReversed().join('') };
    default:
      return { kind: 'copy', text: copied };
  }
}

const copied = '尊敬的客户，您的包裹因地址不详无法派送，请于今日内点击链接补全收货信息，逾期将退回发件人';

async function fileDirectly(ctx: Context, text: string, number: number): Promise<string> {
  const id = reportId(number);
  await inTransaction(ctx, async (tx) => {
    await sql`
      insert into report (id, agency_id, received_at, state, text, money_moving, purge_at)
      values (${id}, ${tx.agencyId}, ${tx.now()}, 'received', ${text}, false, '2099-01-01')`.execute(tx.db);
    await recordSightings(tx, [{ reportId: id, seenAt: tx.now(), indicators: recognise(text).indicators }]);
  });
  return id;
}

async function linkingBytes({ database }: Resources): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select sum(pg_total_relation_size(name::regclass))::bigint as bytes from unnest(${linkingTables}::text[]) as name`.execute(
    database.admin,
  );
  return Number(rows[0]!.bytes);
}

function quantile(values: readonly number[], share01: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share01) - 1)]!;
}
