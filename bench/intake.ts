import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child-server.ts';
import { startOwnServer } from './own-server.ts';
import { jsonRequest, runLoad } from './run-load.ts';
import { median, type Row, thousands } from './table.ts';

const aim = 0.6;
const connections = 20;

/** Reports over HTTP, recognised and durable, against a bare route that inserts the same rows; on one database. */
export async function benchIntake(options: {
  readonly database: 'embedded' | 'PostgreSQL';
  /** Two empty databases, ours and theirs; absent for the embedded one. */
  readonly urls?: { readonly ours: string; readonly theirs: string };
  readonly rounds: number;
  readonly seconds: number;
}): Promise<Row> {
  const { database, urls, rounds, seconds } = options;
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-bench-'));
  try {
    await using ours = await startOwnServer({
      environment: { DATABASE_URL: urls?.ours ?? '', SPRING_RAIN_ADOPT_SHIPPED: 'no' },
    });
    await using theirs = await startChild([join(import.meta.dirname, 'peers', 'bare-intake.ts')], {
      DATA_DIR: join(folder, 'theirs'),
      DATABASE_URL: urls?.theirs ?? '',
    });
    const load = { connections, inFlight: 1, seconds, requests: [reportRequest()] };
    const rates = { ours: [] as number[], theirs: [] as number[] };
    let refused = 0;
    for (let round = 0; round < rounds; round++) {
      for (const [side, server] of [
        ['theirs', theirs],
        ['ours', ours],
      ] as const) {
        const result = await runLoad({ ...load, port: server.port });
        rates[side].push(result.perSecond);
        refused += result.refused;
      }
    }
    if (refused > 0) throw new Error(`${refused} reports were refused; the rate would be false.`);
    const ratio = median(rates.ours) / median(rates.theirs);
    return {
      work: `take in a report over HTTP, ${database}`,
      against: 'bare Fastify route inserting the same rows',
      aim: `≥ ${aim} ×`,
      theirs: `${thousands(median(rates.theirs))}/s`,
      ours: `${thousands(median(rates.ours))}/s`,
      ratio,
      sample: `every report another text and key, ${connections} connections, ${rounds} rounds of ${seconds} s`,
      holds: ratio >= aim,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A message with a link and a number; the placeholder makes every one of them new. */
function reportRequest(): string {
  const text = '您的快递已滞留 http://kuaidi-zhiliu.top/{nnnnnnnnnnnn} 请致电 13800138000 处理';
  return jsonRequest('/api/reports', JSON.stringify({ text }), { 'idempotency-key': 'bench-{nnnnnnnnnnnn}' });
}
