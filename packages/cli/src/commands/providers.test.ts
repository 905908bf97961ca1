import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { installedIn, type Outcome, runCli, serveIn } from '../test-run.ts';

let folder: string;
let served: Awaited<ReturnType<typeof serveIn>>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-providers-'));
  served = await serveIn(folder);
});

after(async () => {
  await served.stop();
  await rm(folder, { recursive: true, force: true });
});

function run(words: readonly string[]): Promise<Outcome> {
  return runCli(words, { environment: { ...installedIn(folder), SPRING_RAIN_ADOPT_SHIPPED: 'no' } });
}

test('a provider is added, listed without its secret, and ended from the command line', async () => {
  const named = ['--by', 'Officer A', '--reason', 'Ours.'];
  const file = join(folder, 'secret');
  await writeFile(file, 'not to be shown\n');
  const where = ['--issuer', 'https://id.example', '--client', 'rain', '--secret-file', file];
  const added = await run(['providers', 'add', 'City sign-in', ...where, ...named]);
  assert.equal(added.code, 0, added.stderr);
  const listed = await run(['providers', 'list', '--json']);
  assert.ok(!listed.stdout.includes('not to be shown'));
  const { rows } = JSON.parse(listed.stdout);
  assert.deepEqual([rows.length, rows[0].id, rows[0].hasSecret], [1, added.stdout.trim(), true]);
  assert.equal((await run(['providers', 'end', rows[0].id, ...named])).code, 0);
  assert.match((await run(['providers'])).stdout, /ended .* City sign-in {2}https:\/\/id\.example {2}rain/);
  const wrong = await run(['providers', 'add', 'x', '--issuer', 'http://id.example', '--client', 'rain', ...named]);
  assert.deepEqual([wrong.code, /https:\/\//.test(wrong.stderr)], [1, true], wrong.stderr);
});
