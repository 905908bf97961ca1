import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { installedIn, type Outcome, runCli, serveIn } from '../test-run.ts';

let folder: string;
let served: readonly Awaited<ReturnType<typeof serveIn>>[];
const named = ['--by', 'Officer A', '--reason', 'Agreement 7.'];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-rights-'));
  await writeFile(join(folder, 'reports.jsonl'), JSON.stringify({ text: 'Pay at http://told.example/now' }));
  served = [await serveIn(join(folder, 'one')), await serveIn(join(folder, 'two'))];
});

after(async () => {
  for (const one of served) await one.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(place: string, words: string[], expected = 0): Promise<Outcome> {
  const outcome = await runCli(words, { environment: installedIn(join(folder, place)) });
  assert.equal(outcome.code, expected, outcome.stderr);
  return outcome;
}

test('reports are held, released, and carried in a bundle from one installation to another', async () => {
  await run('one', ['import', 'reports', join(folder, 'reports.jsonl'), '--source', 'station', '--by', 'Officer A']);
  const { rows } = JSON.parse((await run('one', ['reports', 'list', '--json'])).stdout);
  const [{ id }] = rows;

  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  await run('one', ['holds', 'place', 'report', id, '--basis', 'CPL art. 54', '--until', until, ...named]);
  const holds = JSON.parse((await run('one', ['holds', '--json'])).stdout);
  assert.equal(holds.rows[0].inForce, true);
  await run('one', ['holds', 'release', holds.rows[0].id, ...named]);

  assert.match((await run('one', ['retention', 'set', 'report', '100', ...named])).stderr, /100 days/);
  assert.match(
    (await run('one', ['retention'])).stdout,
    /report: 100 days .*\(set by Officer A; the profile says 365\)/,
  );
  assert.match((await run('one', ['rights'])).stderr, /Nobody asks/);

  const ours = (await run('one', ['bundles', 'key'])).stdout.trim();
  const theirs = (await run('two', ['bundles', 'key'])).stdout.trim();
  const out = join(folder, 'bundle.json');
  await run('one', ['bundles', 'write', '--reports', id, '--to', theirs, '--out', out, ...named]);
  assert.equal((await stat(out)).mode & 0o077, 0);
  const taken = await run('two', ['bundles', 'take', out, '--key', ours, '--json', ...named]);
  assert.equal(JSON.parse(taken.stdout).reports[0].theirId, id);
  assert.match(
    (await run('two', ['bundles', 'take', out, '--key', ours, ...named], 1)).stderr,
    /taken already|已经收过/,
  );
  await writeFile(out, (await readFile(out, 'utf8')).replace('told.example', 'sold.example'));
  await run('two', ['bundles', 'take', out, '--key', ours, ...named], 1);
  const { rows: arrived } = JSON.parse((await run('two', ['reports', 'list', '--json'])).stdout);
  assert.deepEqual(
    arrived.map(({ state }: { state: string }) => state),
    ['unverified'],
  );
});
