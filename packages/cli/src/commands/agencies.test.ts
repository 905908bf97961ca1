import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { installedIn, type Outcome, runCli, serveIn } from '../test-run.ts';

let folder: string;
let served: Awaited<ReturnType<typeof serveIn>>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-agencies-'));
  served = await serveIn(folder);
});

after(async () => {
  await served.stop();
  await rm(folder, { recursive: true, force: true });
});

const named = ['--by', 'Officer A', '--reason', 'Agreed.'];

test('an agency gets its area, its hours and its people from the command line', async () => {
  const area = (await run(['areas', 'create', '3301', '--zh', '杭州', '--en', 'Hangzhou', ...named])).stdout.trim();
  const hours = ['--hours', '0-1 09:00-18:00, 5 10:00-12:00'];
  const made = await run(['agencies', 'create', '大学', '--kind', 'university', '--area', area, ...hours, ...named]);
  assert.equal(made.code, 0, made.stderr);
  const id = made.stdout.trim();
  const { rows } = JSON.parse((await run(['agencies', 'list', '--json'])).stdout);
  const agency = rows.find((row: { id: string }) => row.id === id);
  assert.deepEqual([agency.areaId, agency.workingHours.length], [area, 3]);

  const added = await run([
    'user',
    'add',
    'lin',
    '--name',
    'Lin',
    '--role',
    'administrator',
    '--agency',
    id,
    '--by',
    'A',
  ]);
  assert.equal(added.code, 0, added.stderr);
  const granted = await run(['members', 'grant', 'lin', 'analyst', '--agency', id, ...named]);
  assert.match(granted.stderr, /Lin is analyst from now on/);
  const listed = (await run(['members', 'list', '--agency', id, '--json'])).stdout;
  const members = JSON.parse(listed).rows as { id: string; role: string }[];
  assert.deepEqual(
    members.map(({ role }) => role),
    ['administrator', 'analyst'],
  );
  const last = await run(['members', 'end', members[0]!.id, '--agency', id, ...named]);
  assert.deepEqual([last.code, /last administrator/.test(last.stderr)], [1, true], last.stderr);
  assert.equal((await run(['agencies', 'close', id, ...named])).code, 0);
});

test('hours that cannot be read are refused before anything is asked', async () => {
  const { code, stderr } = await run(['agencies', 'create', 'x', '--hours', 'weekdays', ...named]);
  assert.equal(code, 2);
  assert.match(stderr, /wanted such as "0-4 09:00-18:00", found "weekdays"/);
});

function run(words: readonly string[]): Promise<Outcome> {
  return runCli(words, { environment: installedIn(folder) });
}
