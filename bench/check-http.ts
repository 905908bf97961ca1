import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { recogniseWhole } from '@spring-rain/engine';
import { startChild } from './child-server.ts';
import { startOwnServer } from './own-server.ts';
import { jsonRequest, runLoad } from './run-load.ts';
import { median, type Row, thousands } from './table.ts';

const aim = 0.85;
const connections = 20;
const inFlight = 4;
/** After a start the snapshot is read and statistics are made; what is measured is the day, not the first second. */
const settleMs = 5_000;

/**
 * The JSON check over HTTP against two servers of bare node:http that get the same requests: one answers a constant, one
 * recognises the values in the text and looks them up in a Set, with nothing else around it.
 */
export async function benchCheckHttp({ rounds, seconds }: { rounds: number; seconds: number }): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-bench-'));
  try {
    // The very first start imports the lists; the server that is measured finds them there.
    await (await startOwnServer({ folder }))[Symbol.asyncDispose]();
    await using ours = await startOwnServer({ folder });
    await using constant = await startChild([join(import.meta.dirname, 'peers', 'constant.ts')]);
    await using recognising = await startChild([join(import.meta.dirname, 'peers', 'recognising.ts')]);
    await delay(settleMs);
    const texts = checkedTexts();
    const requests = texts.map((text) => jsonRequest('/api/checks', JSON.stringify({ text })));
    const rates = { ours: [] as number[], constant: [] as number[], recognising: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      for (const [name, server] of Object.entries({ constant, recognising, ours })) {
        const result = await runLoad({ connections, inFlight, seconds, requests, port: server.port });
        if (result.refused > 0) throw new Error(`${result.refused} checks were refused; the rate would be false.`);
        rates[name as keyof typeof rates].push(result.perSecond);
      }
    }
    const sample = `${requests.length} different values, one in ten of them listed, ${rounds} rounds of ${seconds} s, ${connections} connections`;
    const note = `recognising alone, in process: ${microsecondsToRecognise(texts).toFixed(1)} µs a text; the constant server takes ${(1e6 / median(rates.constant)).toFixed(1)} µs a request in all`;
    return [
      { ...rowOf('node:http answering a constant', rates.ours, rates.constant), sample, notes: [note] },
      { ...rowOf('bare node:http that recognises and asks a Set', rates.ours, rates.recognising), sample },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowOf(against: string, ours: readonly number[], theirs: readonly number[]): Omit<Row, 'sample'> {
  const ratio = median(ours) / median(theirs);
  return {
    work: 'check over HTTP',
    against,
    aim: `≥ ${aim} ×`,
    theirs: `${thousands(median(theirs))}/s`,
    ours: `${thousands(median(ours))}/s`,
    ratio,
    holds: ratio >= aim,
  };
}

function microsecondsToRecognise(texts: readonly string[]): number {
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const startedAt = performance.now();
    for (const text of texts) recogniseWhole(text);
    times.push(((performance.now() - startedAt) * 1000) / texts.length);
  }
  return median(times);
}

/** Single values as people paste them; one in ten stands on the shipped police list. */
function checkedTexts(): string[] {
  const list = join(import.meta.dirname, '..', 'packages', 'server', 'data', 'taiwan165.jsonl');
  const listed = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, 2_000)
    .map((line): string => JSON.parse(line).url);
  return listed.map((url, index) => (index % 10 === 0 ? url : `unknown-site-${index}.com`));
}
