/**
 * `npm run bench [-- --short] [-- --only NAME]`: every row of the table, measured in one run on one machine, printed and
 * written to bench/results.json. `--short` proves that the benches run and writes nothing.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../tools/postgres-cluster.ts';
import { benchAuditVerify } from './audit.ts';
import { benchCheckHttp } from './check-http.ts';
import { benchClassify } from './classify.ts';
import { benchDomainCheck } from './domain-check.ts';
import { benchGrowth } from './growth.ts';
import { benchIntake } from './intake.ts';
import { benchLink } from './link.ts';
import { benchLinkIncremental } from './link-incremental.ts';
import { benchRecognise } from './recognise.ts';
import { benchSignIn } from './sign-in.ts';
import { benchStart } from './start.ts';
import { asMarkdown, type Row } from './table.ts';
import { benchWalls } from './walls.ts';

const short = process.argv.includes('--short');
const only = process.argv[process.argv.indexOf('--only') + 1];
const rounds = short ? 1 : 5;
const seconds = short ? 2 : 5;

const benches: Readonly<Record<string, () => Promise<Row[]> | Row[]>> = {
  recognise: () => [benchRecognise({ rounds, most: short ? 2_000 : 20_000 })],
  classify: () => [benchClassify({ rounds, most: short ? 2_000 : 20_000 })],
  growth: () => [benchGrowth({ rounds: short ? 1 : 3 })],
  'domain-check': () => benchDomainCheck({ rounds }),
  'check-http': () => benchCheckHttp({ rounds, seconds }),
  'intake-embedded': async () => [await benchIntake({ database: 'embedded', rounds, seconds })],
  'intake-postgres': () => intakeOnPostgres(),
  walls: () => benchWalls({ reports: short ? 500 : 20_000, rounds, seconds: short ? 1 : 2 }),
  link: () =>
    benchLink(short ? { small: 2_000, large: 20_000, rounds: 1 } : { small: 100_000, large: 1_000_000, rounds }),
  'link-incremental': () =>
    benchLinkIncremental(short ? { reports: 2_000, measured: 40 } : { reports: 1_000_000, measured: 400 }),
  audit: async () => [await benchAuditVerify({ rounds, entries: short ? 20_000 : 300_000 })],
  'sign-in': () => benchSignIn({ seconds: short ? 3 : 25 }),
  start: () => benchStart({ rounds: short ? 1 : 5, reports: short ? 0 : 100_000 }),
};

const rows: Row[] = [];
let broken = 0;
for (const [name, bench] of Object.entries(benches)) {
  if (process.argv.includes('--only') && name !== only) continue;
  process.stderr.write(`${name} …\n`);
  try {
    rows.push(...(await bench()));
  } catch (failure) {
    broken += 1;
    rows.push(couldNotRun(name, failure));
  }
}
console.log(asMarkdown(rows));
if (!short && !process.argv.includes('--only')) {
  const machine = { cores: availableParallelism(), memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version };
  const file = join(import.meta.dirname, 'results.json');
  writeFileSync(file, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}
process.exitCode = broken > 0 ? 1 : 0;

async function intakeOnPostgres(): Promise<Row[]> {
  await using cluster = await startCluster();
  const urls = { ours: await cluster.createDatabase('ours'), theirs: await cluster.createDatabase('theirs') };
  return [await benchIntake({ database: 'PostgreSQL', urls, rounds, seconds })];
}

/** A row that cannot be run says why; it is never left out. */
function couldNotRun(name: string, failure: unknown): Row {
  const why = failure instanceof Error ? failure.message : String(failure);
  return { work: name, against: '–', aim: '–', ours: 'not run', sample: '–', holds: undefined, notes: [why] };
}
