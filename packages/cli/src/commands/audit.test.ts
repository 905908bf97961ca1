import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { installedIn, type Outcome, runCli, serveIn } from '../test-run.ts';

let folder: string;
let served: Awaited<ReturnType<typeof serveIn>>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-audit-'));
  served = await serveIn(folder);
});

after(async () => {
  await served.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the log is exported and verified without the installation, and what was tampered with is named', async () => {
  const listed = ['--reason', 'Seen.', '--legal-basis', 'Law 1', '--by', 'Officer A'];
  const decided = await run(['listings', 'add', 'domain', 'bad.example', ...listed]);
  assert.equal(decided.code, 0, decided.stderr);
  const file = join(folder, 'log.jsonl');
  const exported = await run(['audit', 'export', '--out', file]);
  assert.equal(exported.code, 0, exported.stderr);
  const key = (await run(['audit', 'key'])).stdout.trim();

  const held = await runElsewhere(['audit', 'verify', file, '--key', key]);
  assert.deepEqual([held.code, held.stderr], [0, '']);
  assert.match(held.stdout, /The log holds from entry 1 to \d+/);
  const unsure = await runElsewhere(['audit', 'verify', file]);
  assert.deepEqual([unsure.code, /--key/.test(unsure.stderr)], [0, true]);
  const piped = await runElsewhere(['audit', 'verify', '-'], await readFile(file, 'utf8'));
  assert.equal(piped.code, 0, piped.stderr);

  const tampered = join(folder, 'tampered.jsonl');
  await writeFile(tampered, (await readFile(file, 'utf8')).replace('Officer A', 'Officer B'));
  const caught = await runElsewhere(['audit', 'verify', tampered, '--key', key]);
  assert.equal(caught.code, 1);
  assert.match(caught.stderr, /entry \d+ is not the one that was chained \(changed\)/);
  const stranger = Buffer.alloc(32, 1).toString('base64url');
  assert.match((await runElsewhere(['audit', 'verify', file, '--key', stranger])).stderr, /wrong-key/);
  assert.equal((await runElsewhere(['audit', 'verify', file, '--key', 'short'])).code, 2);
});

test('the log is listed, with the reading of it', async () => {
  await run(['audit', 'list']);
  const { rows } = JSON.parse((await run(['audit', 'list', '--json'])).stdout) as { rows: { action: string }[] };
  assert.deepEqual(
    rows.slice(0, 2).map(({ action }) => action),
    ['read', 'export'],
  );
});

function run(words: readonly string[]): Promise<Outcome> {
  return runCli(words, { environment: installedIn(folder) });
}

/** On a machine that has the file and nothing else. */
function runElsewhere(words: readonly string[], input = ''): Promise<Outcome> {
  const elsewhere = { ...installedIn(join(folder, 'nothing')), DATABASE_URL: 'postgres://nowhere.invalid/none' };
  return runCli(words, { environment: elsewhere, input });
}
