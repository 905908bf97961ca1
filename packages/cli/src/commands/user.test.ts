import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { installedIn, runCli } from '../test-run.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-user-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const run = (words: readonly string[], environment: Record<string, string> = {}) =>
  runCli(['user', ...words], { environment: { ...installedIn(folder), ...environment } });

test('a person is added and recovered, each time with a link of which only the page knows more', async () => {
  const added = await run(['add', 'Li.Na', '--name', 'Li Na', '--role', 'analyst', '--by', 'Chief']);
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /^\/desk\/sign-up\/[A-Za-z0-9_-]{43}\n$/);
  assert.match(added.stderr, /For li\.na alone, good once, until/);

  const publicUrl = { PUBLIC_URL: 'https://rain.example' };
  const recovered = await run(['recover', 'li.na', '--reason', 'lost the phone', '--by', 'Chief'], publicUrl);
  assert.equal(recovered.code, 0, recovered.stderr);
  assert.match(recovered.stdout, /^https:\/\/rain\.example\/desk\/sign-up\/[A-Za-z0-9_-]{43}\n$/);
  assert.notEqual(recovered.stdout.split('/').at(-1), added.stdout.split('/').at(-1));

  const again = await run(['add', 'li.na', '--name', 'Li Na', '--role', 'analyst', '--by', 'Chief']);
  assert.deepEqual([again.code, /The login is taken/.test(again.stderr)], [1, true]);
});

test('nobody is recovered who is not there, and no role is made up', async () => {
  const nobody = await run(['recover', 'nobody', '--reason', 'lost the phone', '--by', 'Chief']);
  assert.deepEqual([nobody.code, /Not found/.test(nobody.stderr)], [1, true]);
  const madeUp = await run(['add', 'x.y', '--name', 'X', '--role', 'king']);
  assert.deepEqual([madeUp.code, /Allowed choices are/.test(madeUp.stderr)], [2, true]);
});
