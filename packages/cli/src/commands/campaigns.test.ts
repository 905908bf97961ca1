import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { installedIn, type Outcome, runCli } from '../test-run.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-campaigns-'));
});

after(() => rm(folder, { recursive: true, force: true }));

const script =
  '您好，我是商城客服，您购买的商品因质量问题需要为您办理退款赔付，请添加企业客服并按照提示操作，逾期将无法受理';

test('imported reports are linked, read, decided about and undone from the command line', async () => {
  const file = join(folder, 'reports.jsonl');
  const texts = [script, `${script}。`, '明天上午十点开会'];
  await writeFile(file, texts.map((text) => JSON.stringify({ text })).join('\n'));
  await run(['import', 'reports', file, '--source', 'station', '--by', 'Officer A']);
  const linked = await run(['campaigns', 'relink', '--all']);
  assert.equal(linked.code, 0, linked.stderr);
  assert.match(linked.stderr, /3 reports linked/);

  const { rows } = JSON.parse((await run(['campaigns', 'list', '--json'])).stdout);
  assert.deepEqual(
    rows.map(({ reports, distinctReporters }: { reports: number; distinctReporters: number }) => [
      reports,
      distinctReporters,
    ]),
    [[2, 0]],
  );
  const { id } = rows[0];
  const named = ['--by', 'Officer A', '--reason', 'Looked at.'];
  const renamed = await run(['campaigns', 'rename', id, 'Refunds', ...named]);
  assert.match(renamed.stdout, /Refunds/);
  const shown = (await run(['campaigns', 'show', id])).stdout;
  assert.match(shown, /2 imported reports, none of them confirmed/);
  assert.match(shown, /-script/);
  assert.match(shown, /rename {2}Officer A {2}Looked at\./);
  assert.doesNotMatch((await run(['campaigns', 'undo', id, ...named])).stdout, /Refunds/);
  const refused = await run(['campaigns', 'undo', id, ...named]);
  assert.deepEqual([refused.code, /no decision that stands/.test(refused.stderr)], [1, true], refused.stderr);
});

test('a kind that is none is refused with those that are', async () => {
  const words = ['campaigns', 'set-kind', '00000000-0000-7000-8000-000000000000', 'nonsense', '--reason', 'x'];
  const { code, stderr } = await run(words);
  assert.equal(code, 2);
  assert.match(stderr, /fake-refund.*found "nonsense"/);
});

function run(words: readonly string[]): Promise<Outcome> {
  return runCli(words, { environment: installedIn(folder) });
}
