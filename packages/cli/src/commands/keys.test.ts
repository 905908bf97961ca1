import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { installedIn, type Outcome, runCli, serveIn } from '../test-run.ts';

let folder: string;
let served: Awaited<ReturnType<typeof serveIn>>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-keys-'));
  served = await serveIn(folder);
});

after(async () => {
  await served.stop();
  await rm(folder, { recursive: true, force: true });
});

function run(words: readonly string[]): Promise<Outcome> {
  return runCli(words, { environment: { ...installedIn(folder), SPRING_RAIN_ADOPT_SHIPPED: 'no' } });
}

const named = ['--by', 'Officer A', '--reason', 'The bank’s feed.'];

test('a key is made, listed and ended from the command line; its secret is printed alone and once', async () => {
  const scopes = ['--scope', 'listings.read', 'reports.read'];
  const made = await run(['keys', 'add', '--name', 'bank feed', ...scopes, '--days', '30', ...named]);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /^srk_[A-Za-z0-9_-]{43}\n$/);
  const listed = await run(['keys', 'list', '--json']);
  const { rows } = JSON.parse(listed.stdout);
  assert.deepEqual([rows.length, rows[0].name, rows[0].scopes], [1, 'bank feed', ['reports.read', 'listings.read']]);
  assert.ok(!listed.stdout.includes(made.stdout.trim()));
  assert.equal((await run(['keys', 'end', rows[0].id, ...named])).code, 0);
  assert.match((await run(['keys'])).stdout, /ended {2}bank feed .*never used/);
});

test('a scope that is none, one that no key may hold, and days that are none are refused', async () => {
  const add = ['keys', 'add', '--name', 'other feed', ...named];
  assert.equal((await run([...add, '--scope', 'everything', '--days', '30'])).code, 2);
  assert.equal((await run([...add, '--scope', 'reports.read', '--days', 'soon'])).code, 2);
  const refused = await run([...add, '--scope', 'keys.decide', '--days', '30']);
  assert.deepEqual([refused.code, /keys\.decide/.test(refused.stderr)], [1, true], refused.stderr);
});
