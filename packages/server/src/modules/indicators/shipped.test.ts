import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { dropSource, listSources } from '@spring-rain/contract';
import { startCheckServer, verdictOf, verdictSoon } from '../checks/test-checks.ts';
import { ensureShippedSources, type ShippedProgress } from './shipped.ts';

test('what ships is known after the first start, and a second start takes nothing in', async () => {
  await using server = await startCheckServer();
  const steps: string[] = [];
  const onProgress = ({ source, done, rows }: ShippedProgress) => steps.push(`${source} ${done === rows}`);
  const first = await ensureShippedSources(server.ctx, { adoptBy: 'Tester', onProgress });
  assert.deepEqual(first.adopted, first.imported);
  assert.ok(steps.includes('taiwan165 false') && steps.includes('taiwan165 true'));
  const { sources } = (await server.call(listSources, {})).body;
  assert.ok(sources.length >= 10);
  assert.deepEqual(
    sources.filter(({ adoptedBy, values }) => adoptedBy !== 'Tester' || values === 0),
    [],
  );
  assert.equal(await verdictSoon(server, 'www.0857.games', 'known-scam'), 'known-scam');
  assert.equal(await verdictOf(server, '请拨打 95588'), 'known-good');
  assert.equal(await verdictOf(server, 'https://www.icbc.com.cn/icbc/'), 'known-good');
  assert.equal(await verdictOf(server, 'https://www.baidu.com/'), 'no-record');
  assert.equal(await verdictOf(server, 'https://docs.google.com/forms/d/x'), 'no-record');
  assert.deepEqual(await ensureShippedSources(server.ctx, { adoptBy: 'Tester' }), {
    imported: [],
    adopted: [],
    refused: [],
  });

  const by = { by: 'Officer Lin', reason: 'Too old.' };
  await server.call(dropSource, { params: { name: 'taiwan165' }, body: by });
  await ensureShippedSources(server.ctx, { adoptBy: 'Tester' });
  const after = (await server.call(listSources, {})).body.sources.find(({ name }) => name === 'taiwan165');
  assert.equal(after?.adoptedBy, undefined);
});

test('a shipped file that is not the one in the manifest is refused, and nothing of it is kept', async () => {
  await using server = await startCheckServer();
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-shipped-'));
  try {
    const words = { 'zh-CN': '名单', en: 'A list' };
    const entry = {
      name: 'list',
      title: words,
      publisher: 'P',
      url: 'https://p.example/',
      licence: 'CC0-1.0',
      attribution: words,
    };
    const rest = {
      role: 'busy',
      listing: null,
      file: 'list.txt',
      format: 'plain',
      asOf: null,
      expiresDays: null,
      rows: 1,
    };
    await writeFile(join(folder, 'sources.json'), JSON.stringify([{ ...entry, ...rest, sha256: '0'.repeat(64) }]));
    await writeFile(join(folder, 'list.txt'), 'google.com\n');
    const url = pathToFileURL(`${folder}/`);
    await assert.rejects(
      ensureShippedSources(server.ctx, { adoptBy: 'Tester', folder: url }),
      /must have SHA-256 0{64}/,
    );
    assert.deepEqual((await server.call(listSources, {})).body.sources, []);
  } finally {
    await rm(folder, { recursive: true });
  }
});
