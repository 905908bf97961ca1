import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../tools/postgres-cluster.ts';
import { startChild } from './child-server.ts';
import { type LoadResult, runLoad } from './run-load.ts';
import { median, type Row, thousands } from './table.ts';

const leastRatio = 0.75;
const mostAddedMs = 1;
const token = 'a-token-of-this-bench-alone';
const connections = 20;

interface Options {
  readonly reports: number;
  readonly rounds: number;
  readonly seconds: number;
}

/** What row-level security costs a reader: the same program with its walls and without them, in turns, on both databases. */
export async function benchWalls(options: Options): Promise<Row[]> {
  await using cluster = await startCluster();
  const url = await cluster.createDatabase('walls');
  return [
    ...(await measure('embedded', { DATABASE_URL: '' }, options)),
    ...(await measure('PostgreSQL', { DATABASE_URL: url }, options)),
  ];
}

async function measure(database: string, environment: Record<string, string>, options: Options): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-bench-'));
  const start = (walls: 'on' | 'off') =>
    startChild([join(import.meta.dirname, 'walls-child.ts'), walls, String(options.reports), token], {
      ...environment,
      DATA_DIR: join(folder, walls),
      SPRING_RAIN_KEYS_DIR: join(folder, `${walls}-keys`),
    });
  try {
    await using on = await start('on');
    await using off = await start('off');
    const reads = [
      ['one report', `/api/desk/reports/${reportIds(options.reports)}`],
      ['a page of 50', '/api/desk/reports?limit=50'],
    ] as const;
    const rows: Row[] = [];
    for (const [name, path] of reads) rows.push(await compare(`${name}, ${database}`, path, { on, off }, options));
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One in the middle: neither the first page nor the last. */
function reportIds(reports: number): string {
  return `00000000-0000-7000-9000-${String(Math.ceil(reports / 2)).padStart(12, '0')}`;
}

async function compare(
  name: string,
  path: string,
  { on, off }: { on: { port: number }; off: { port: number } },
  { reports, rounds, seconds }: Options,
): Promise<Row> {
  const requests = [`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n\r\n`];
  const results: Record<'on' | 'off', LoadResult[]> = { on: [], off: [] };
  // Latency is one reader's, who waits for nobody; throughput is of many at once.
  const alone: Record<'on' | 'off', LoadResult[]> = { on: [], off: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [side, { port }] of [
      ['off', off],
      ['on', on],
    ] as const) {
      results[side].push(await runLoad({ port, requests, connections, inFlight: 1, seconds }));
      alone[side].push(await runLoad({ port, requests, connections: 1, inFlight: 1, seconds: seconds / 2 }));
    }
  }
  const refused = [...results.on, ...results.off].reduce((sum, result) => sum + result.refused, 0);
  if (refused > 0) throw new Error(`${refused} reads were refused; the rate would be false.`);
  const rate = (side: 'on' | 'off') => median(results[side].map(({ perSecond }) => perSecond));
  const p50 = (side: 'on' | 'off') => median(alone[side].map(({ p50Ms }) => p50Ms));
  const ratio = rate('on') / rate('off');
  const addedMs = p50('on') - p50('off');
  return {
    work: `read ${name}, behind row-level security`,
    against: 'the same program as the tables’ owner, no role taken',
    aim: `≥ ${leastRatio} ×, p50 at most ${mostAddedMs} ms more`,
    theirs: `${thousands(rate('off'))}/s, p50 ${p50('off').toFixed(2)} ms`,
    ours: `${thousands(rate('on'))}/s, p50 ${p50('on').toFixed(2)} ms`,
    ratio,
    sample: `${thousands(reports)} reports, ${connections} connections, ${rounds} rounds of ${seconds} s; p50 of one connection`,
    holds: ratio >= leastRatio && addedMs <= mostAddedMs,
  };
}
