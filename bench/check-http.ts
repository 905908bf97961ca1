import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from './child-server.ts';
import { startOwnServer } from './own-server.ts';
import { jsonRequest, runLoad } from './run-load.ts';
import { median, type Row, thousands } from './table.ts';

const aim = 0.85;
const connections = 20;
const inFlight = 4;

/** The JSON check over HTTP against a node:http server that answers a constant, the same requests sent to both. */
export async function benchCheckHttp({ rounds, seconds }: { rounds: number; seconds: number }): Promise<Row> {
  await using ours = await startOwnServer();
  await using theirs = await startChild([join(import.meta.dirname, 'peers', 'constant.ts')]);
  const requests = checkRequests();
  const load = { connections, inFlight, seconds, requests };
  const rates = { ours: [] as number[], theirs: [] as number[] };
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    rates.theirs.push((await runLoad({ ...load, port: theirs.port })).perSecond);
    const result = await runLoad({ ...load, port: ours.port });
    rates.ours.push(result.perSecond);
    refused += result.refused;
  }
  if (refused > 0) throw new Error(`${refused} checks were refused; the rate would be false.`);
  const ratio = median(rates.ours) / median(rates.theirs);
  return {
    work: 'check over HTTP',
    against: 'node:http answering a constant',
    aim: `≥ ${aim} ×`,
    theirs: `${thousands(median(rates.theirs))}/s`,
    ours: `${thousands(median(rates.ours))}/s`,
    ratio,
    sample: `${requests.length} different values, one in ten of them listed, ${rounds} rounds of ${seconds} s, ${connections} connections`,
    holds: ratio >= aim,
  };
}

/** Single values as people paste them; one in ten stands on the shipped police list. */
function checkRequests(): string[] {
  const list = join(import.meta.dirname, '..', 'packages', 'server', 'data', 'taiwan165.jsonl');
  const listed = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, 2_000)
    .map((line): string => JSON.parse(line).url);
  const requests: string[] = [];
  for (let index = 0; index < 2_000; index++) {
    const text = index % 10 === 0 ? listed[index]! : `unknown-site-${index}.com`;
    requests.push(jsonRequest('/api/checks', JSON.stringify({ text })));
  }
  return requests;
}
