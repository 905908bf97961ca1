import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import {
  type ImportAnswer,
  importIndicators,
  limits,
  listListings,
  listSources,
  withdrawListing,
} from '@spring-rain/contract';
import { importList, startCheckServer, type TestServer, verdictOf, verdictSoon } from '../checks/test-checks.ts';

const realList = new URL('../../../../../../shared/data/scam-sites/taiwan165-to-2024.jsonl', import.meta.url);

function week(url: string, from: string, to: string, reports = 1, name = 'Fake exchange') {
  return { name, url, reports, from, to };
}

async function listingOf(server: TestServer, source: string, value: string) {
  const { body } = await server.call(listListings, { query: { source, limit: 200 } });
  return body.rows.find((row) => row.value === value);
}

// Shared by the tests whose values are their own; the others start one for themselves.
let server: TestServer;
before(async () => {
  server = await startCheckServer();
});
after(() => server[Symbol.asyncDispose]());

test('the same lines twice change nothing', async () => {
  const values = [
    week('evil0-a.top', '2023/05/01', '2023/05/07', 3),
    week('evil0-b.top/h5', '2023/05/01', '2023/05/07'),
  ];
  const first = await importList(server, { source: 'police-0', role: 'known-scam', format: 'taiwan165', values });
  assert.deepEqual(first, { added: 2, updated: 0, unchanged: 0, refused: [] });
  const before = await server.call(listListings, { query: { source: 'police-0' } });
  const second = await importList(server, {
    source: 'police-0',
    role: 'known-scam',
    format: 'taiwan165',
    values,
    adopt: false,
  });
  assert.deepEqual(second, { added: 0, updated: 0, unchanged: 2, refused: [] });
  assert.deepEqual((await server.call(listListings, { query: { source: 'police-0' } })).body, before.body);
});

test('several weeks of one site are one listing: reports summed, first day, last day', async () => {
  const values = [
    week('evil1-a.top', '2023/05/08', '2023/05/14', 2),
    week('EVIL1-A.top', '2023/04/01', '2023/04/07', 5),
    week('evil1-a.top', '2023/05/08', '2023/05/14', 4, 'Another name'),
  ];
  const list = { source: 'police-1', role: 'known-scam', format: 'taiwan165', adopt: false } as const;
  assert.deepEqual(await importList(server, { ...list, values }), { added: 1, updated: 2, unchanged: 0, refused: [] });
  assert.deepEqual(await importList(server, { ...list, values }), { added: 0, updated: 0, unchanged: 3, refused: [] });
  const listing = await listingOf(server, 'police-1', 'evil1-a.top');
  assert.equal(listing?.reports, 11);
  assert.equal(listing?.firstSeen, '2023-03-31T16:00:00.000Z');
  assert.equal(listing?.lastSeen, '2023-05-13T16:00:00.000Z');
  const later = [week('evil1-a.top', '2024/01/01', '2024/01/07', 1)];
  assert.deepEqual(await importList(server, { ...list, values: later }), {
    added: 0,
    updated: 1,
    unchanged: 0,
    refused: [],
  });
  assert.equal((await listingOf(server, 'police-1', 'evil1-a.top'))?.reports, 12);
});

test('each refused row is named by its line, with what was wanted, and the rest is taken', async () => {
  await importList(server, { source: 'busy', role: 'busy', values: ['google.com'] });
  await importList(server, {
    source: 'official',
    role: 'known-good',
    values: [{ kind: 'domain', value: 'icbc.com.cn', scope: 'domain' }],
  });
  const lines = [
    JSON.stringify(week('good-row.top', '2023/05/01', '2023/05/07')),
    'not json',
    JSON.stringify(week('stepup99', '2023/05/01', '2023/05/07')),
    JSON.stringify(week('www.karcco.con', '2023/05/01', '2023/05/07')),
    JSON.stringify(week('www.google.com', '2023/05/01', '2023/05/07')),
    JSON.stringify(week('mybank.icbc.com.cn/x', '2023/05/01', '2023/05/07')),
    JSON.stringify(week('evil2-c.top', '2023/05/07', '2023/05/01')),
    JSON.stringify({ ...week('evil2-d.top', '2023/05/01', '2023/05/07'), reports: -1 }),
    JSON.stringify(week('github.io', '2023/05/01', '2023/05/07')),
    '',
    JSON.stringify(week('play.google.com/store/apps/details?id=com.bad.app', '2023/05/01', '2023/05/07')),
  ];
  const answer = await importList(server, {
    source: 'police-2',
    role: 'known-scam',
    format: 'taiwan165',
    values: lines,
  });
  assert.equal(answer.added, 2);
  assert.deepEqual(
    answer.refused.map(({ line }) => line),
    [2, 3, 4, 5, 6, 7, 8, 9],
  );
  const reasons = answer.refused.map(({ reason }) => reason);
  const wanted = [
    /JSON/,
    /domain/,
    /domain/,
    /busy site \(google\.com\)/,
    /official.*icbc\.com\.cn/,
    /earlier one first/,
    /reports/,
    /public suffix/,
  ];
  wanted.forEach((pattern, at) => {
    assert.match(reasons[at]!, pattern);
  });
  const page = await listingOf(server, 'police-2', 'http://play.google.com/store/apps/details?id=com.bad.app');
  assert.equal(page?.scope, 'exact');
});

test('each writing of a value lands in its own kind and in the narrowest scope', async () => {
  const values = [
    'evil3-a.top',
    '.evil3-b.top',
    'evil3-c.top/h5/',
    'evil3-d.top/',
    'hxxp://evil3-e.top/x',
    '185.220.101.4',
    '185.220.101.4:8080/a',
    '+8613800138000',
    'bad@evil3-f.top',
    '# a comment',
  ];
  await importList(server, { source: 'mixed', role: 'known-scam', format: 'plain', values });
  const { body } = await server.call(listListings, { query: { source: 'mixed' } });
  const found = body.rows.map(({ kind, value, scope }) => `${kind} ${value} ${scope}`).toReversed();
  assert.deepEqual(found, [
    'domain evil3-a.top host',
    'domain evil3-b.top domain',
    'url http://evil3-c.top/h5 path',
    'domain evil3-d.top host',
    'url http://evil3-e.top/x path',
    'ip 185.220.101.4 host',
    'url http://185.220.101.4:8080/a path',
    'phone +8613800138000 exact',
    'email bad@evil3-f.top exact',
  ]);
});

test('what a person withdrew is not brought back by the list', async () => {
  await importList(server, { source: 'police-4', role: 'known-scam', values: ['evil4-a.top', 'evil4-b.top'] });
  const { id } = (await listingOf(server, 'police-4', 'evil4-a.top'))!;
  await server.call(withdrawListing, { params: { id }, body: { by: 'Officer Lin', reason: 'Sold to a bakery.' } });
  const again = await importList(server, {
    source: 'police-4',
    role: 'known-scam',
    values: ['evil4-a.top', 'evil4-b.top'],
    adopt: false,
  });
  assert.deepEqual([again.added, again.unchanged, again.refused.map(({ line }) => line)], [0, 1, [1]]);
  assert.match(again.refused[0]!.reason, /withdrew/);
  assert.equal(await verdictSoon(server, 'evil4-a.top', 'no-record'), 'no-record');
  assert.equal(await verdictOf(server, 'evil4-b.top'), 'known-scam');
});

test('a new list needs a role, keeps it, and cannot take the name of our own decisions', async () => {
  await using server = await startCheckServer();
  const body = {
    source: 'police',
    format: 'plain' as const,
    by: 'Officer Wang',
    rows: [{ line: 1, raw: 'evil-a.top' }],
  };
  assert.equal((await server.call(importIndicators, { body })).body.code, 'import.batch_invalid');
  assert.equal((await server.call(importIndicators, { body: { ...body, role: 'known-scam' as const } })).status, 200);
  assert.equal(
    (await server.call(importIndicators, { body: { ...body, role: 'busy' as const } })).body.code,
    'import.batch_invalid',
  );
  assert.equal((await server.call(importIndicators, { body })).body.unchanged, 1);
  const own = await server.call(importIndicators, {
    body: { ...body, source: 'decisions', role: 'known-scam' as const },
  });
  assert.equal(own.body.code, 'import.batch_invalid');
  const { sources } = (await server.call(listSources, {})).body;
  assert.deepEqual(
    sources.map(({ name, values, adoptedBy }) => [name, values, adoptedBy]),
    [['police', 1, undefined]],
  );
});

test('a value with script, SQL or a giant name in it stays text', async () => {
  const nasty = `x'; drop table listing; -- <script>alert(1)</script>`;
  const values = [
    week('evil6-a.top', '2023/05/01', '2023/05/07', 1, nasty),
    week('evil6-b.top', '2023/05/01', '2023/05/07', 1, '名'.repeat(9_000)),
  ];
  const answer = await importList(server, {
    source: nasty.slice(0, 90),
    role: 'known-scam',
    format: 'taiwan165',
    values,
  });
  assert.equal(answer.added, 2);
  assert.equal(await verdictSoon(server, 'evil6-a.top', 'known-scam'), 'known-scam');
});

const absent = existsSync(realList) ? false : 'the Taiwan police list is not beside this project (../shared/data)';

test('the whole Taiwan police list is taken, twice, with every refused row named', { skip: absent }, async (t) => {
  await using server = await startCheckServer();
  const rows = (await readFile(realList, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((raw, at) => ({ line: at + 1, raw }));
  const startedMs = performance.now();
  const first = await importAll(server, rows);
  const seconds = (performance.now() - startedMs) / 1_000;
  t.diagnostic(`${rows.length} rows in ${seconds.toFixed(1)} s: ${Math.round(rows.length / seconds)} rows/s over HTTP`);
  assert.equal(first.added + first.updated + first.unchanged + first.refused.length, rows.length);
  assert.ok(first.refused.length < 40, `${first.refused.length} rows were refused`);
  for (const line of [273, 3773, 11119, 17934]) {
    assert.ok(
      first.refused.some((row) => row.line === line && /domain/.test(row.reason)),
      `line ${line}`,
    );
  }
  const second = await importAll(server, rows);
  assert.deepEqual(
    { ...second, refused: second.refused.length },
    { added: 0, updated: 0, unchanged: rows.length - first.refused.length, refused: first.refused.length },
  );
  const { sources } = (await server.call(listSources, {})).body;
  assert.equal(sources[0]!.values, first.added);
});

async function importAll(server: TestServer, rows: { line: number; raw: string }[]): Promise<ImportAnswer> {
  const total: ImportAnswer = { added: 0, updated: 0, unchanged: 0, refused: [] };
  for (let at = 0; at < rows.length; at += limits.importBatchMaxRows) {
    const body = { source: 'police', role: 'known-scam', format: 'taiwan165', by: 'Officer Wang' } as const;
    const batch = rows.slice(at, at + limits.importBatchMaxRows);
    const answer = await server.call(importIndicators, { body: { ...body, rows: batch } });
    assert.equal(answer.status, 200);
    total.added += answer.body.added;
    total.updated += answer.body.updated;
    total.unchanged += answer.body.unchanged;
    total.refused.push(...answer.body.refused);
  }
  return total;
}
