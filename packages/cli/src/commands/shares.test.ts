import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { installedIn, runCli, serveIn } from '../test-run.ts';

test('a report is previewed, shared and shown in the list; a share that cannot be says why', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-shares-'));
  const environment = installedIn(folder);
  const served = await serveIn(folder);
  try {
    const run = (words: readonly string[]) => runCli(words, { environment });
    const file = join(folder, 'reports.jsonl');
    await writeFile(file, JSON.stringify({ text: '请加微信 abc12345 办理退款' }));
    await run(['import', 'reports', file, '--source', 'station', '--by', 'Officer A']);
    const report = JSON.parse((await run(['reports', 'list', '--json'])).stdout).rows[0].id;
    const named = ['--by', 'Officer A', '--reason', 'The same campaign.'];
    const created = await run(['agencies', 'create', 'North bank', '--kind', 'bank', ...named]);
    const other = created.stdout.trim();
    const labels = ['--tlp', 'amber', '--until', new Date(Date.now() + 86_400_000).toISOString()];

    assert.match((await run(['shares'])).stderr, /Nothing is shared/);
    const preview = await run(['shares', 'preview', 'report', report, '--to', other, ...labels]);
    assert.match(preview.stdout, /contact +is not seen \(sealed\)/, preview.stderr);
    const shared = await run(['shares', 'add', 'report', report, '--to', other, ...labels, ...named]);
    assert.equal(shared.code, 0, shared.stderr);
    assert.match((await run(['shares', 'list'])).stdout, /host → North bank/);

    const red = ['--tlp', 'red', ...labels.slice(2)];
    const refused = await run(['shares', 'add', 'report', report, '--to', other, ...red, ...named]);
    assert.deepEqual([refused.code, /named persons/.test(refused.stderr)], [1, true], refused.stderr);
    const wrong = await run(['shares', 'add', 'nothing', report, '--to', other, ...labels, ...named]);
    assert.deepEqual([wrong.code, /report, campaign, indicator, source/.test(wrong.stderr)], [2, true], wrong.stderr);
  } finally {
    await served.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
