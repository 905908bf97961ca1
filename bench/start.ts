import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { median, type Row, thousands } from './table.ts';

const startAimSeconds = 3;
const memoryAimMb = 1024;
const settleMs = 5_000;
const run = promisify(execFile);

/** Cold start to the first answered request, and resident memory at rest; then again with many reports. */
export async function benchStart({ rounds, reports }: { rounds: number; reports: number }): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-bench-'));
  try {
    const first = await timedStart(folder);
    const known = await measure(folder, rounds);
    const rows = rowsOf({
      what: 'with the shipped lists',
      known,
      rounds,
      notes: [`the very first start, which imports the lists: ${first.toFixed(1)} s`],
    });
    if (reports === 0) return rows;
    const importSeconds = await importReports(folder, reports);
    const full = await measure(folder, rounds);
    const notes = [
      `${thousands(reports)} reports imported in ${importSeconds.toFixed(0)} s (${thousands(reports / importSeconds)}/s)`,
    ];
    return [...rows, ...rowsOf({ what: `at ${thousands(reports)} reports`, known: full, rounds, notes })];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly seconds: number;
  readonly residentMb: number;
}

function rowsOf(of: { what: string; known: Measured; rounds: number; notes: string[] }): Row[] {
  return [
    {
      work: `cold start to the first answer, ${of.what}`,
      against: '–',
      aim: `≤ ${startAimSeconds} s`,
      ours: `${of.known.seconds.toFixed(2)} s`,
      sample: `median of ${of.rounds} starts after the first`,
      holds: of.known.seconds <= startAimSeconds,
      notes: of.notes,
    },
    {
      work: `resident memory at rest, ${of.what}`,
      against: '–',
      aim: `≤ ${memoryAimMb} MB`,
      ours: `${of.known.residentMb.toFixed(0)} MB`,
      sample: `${settleMs / 1000} s after the start, embedded database`,
      holds: of.known.residentMb <= memoryAimMb,
    },
  ];
}

async function measure(folder: string, rounds: number): Promise<Measured> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) seconds.push(await timedStart(folder));
  await using server = await startOwnServer({ folder });
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  return { seconds: median(seconds), residentMb: await residentMb(server) };
}

/** Seconds from spawning the program to the first page. */
async function timedStart(folder: string): Promise<number> {
  const startedAt = performance.now();
  await using server = await startOwnServer({ folder });
  const answer = await fetch(`http://127.0.0.1:${server.port}/`);
  await answer.text();
  if (!answer.ok) throw new Error(`The first page answered ${answer.status}.`);
  return (performance.now() - startedAt) / 1000;
}

async function residentMb(server: OwnServer): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => {
    throw new Error('Resident memory is read from /proc, which only Linux has.');
  });
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** Fills the folder through the command line, as an operator would. */
async function importReports(folder: string, count: number): Promise<number> {
  const file = join(folder, 'reports.jsonl');
  const stream = createWriteStream(file);
  for (let index = 0; index < count; index++) {
    const text = `您的包裹 ${index} 已滞留，请登录 http://kuaidi-${index % 5_000}.top/c/${index} 或致电 138${String(index).padStart(8, '0')}`;
    if (!stream.write(`${JSON.stringify({ text })}\n`)) await once(stream, 'drain');
  }
  await new Promise<void>((resolve) => stream.end(resolve));
  const startedAt = performance.now();
  const cli = join(import.meta.dirname, '..', 'packages', 'cli', 'src', 'main.ts');
  await run(process.execPath, [cli, 'import', 'reports', file, '--source', 'bench', '--by', 'bench'], {
    env: {
      ...process.env,
      DATA_DIR: join(folder, 'data'),
      SPRING_RAIN_KEYS_DIR: join(folder, 'keys'),
      DATABASE_URL: '',
    },
  });
  return (performance.now() - startedAt) / 1000;
}
