import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  type ImportAnswer,
  importReports,
  limits,
  listReports,
  type ReportDetail,
  type ReportSummary,
  readReport,
} from '@spring-rain/contract';
import { startTestServer } from '../../platform/test-server.ts';
import { decide, eventually, isKeptAnywhere, type TestServer, verdictOf } from './test-reports.ts';

async function importLines(server: TestServer, lines: readonly string[], source = 'corpus'): Promise<ImportAnswer> {
  const fileHash = createHash('sha256').update(lines.join('\n')).digest('hex');
  const total: ImportAnswer = { added: 0, unchanged: 0, updated: 0, refused: [] };
  for (let from = 0; from < lines.length; from += limits.importBatchMaxRows) {
    const rows = lines.slice(from, from + limits.importBatchMaxRows).map((raw, at) => ({ line: from + at + 1, raw }));
    const { status, body } = await server.call(importReports, { body: { source, fileHash, by: 'Officer Lin', rows } });
    assert.equal(status, 200, JSON.stringify(body));
    const answer = body as ImportAnswer;
    total.added += answer.added;
    total.unchanged += answer.unchanged;
    total.refused.push(...answer.refused);
  }
  return total;
}

async function newest(server: TestServer): Promise<ReportSummary[]> {
  const { body } = await server.call(listReports, { query: { limit: 200 } });
  return (body as { rows: ReportSummary[] }).rows;
}

test('imported reports are unverified, name their source, and have their own labels ignored', async () => {
  await using server = await startTestServer();
  const lines = [
    JSON.stringify({ text: '贷款请加微信 abc12345', label: 'FR:Phishing', scamKind: 'fake-loan', channel: 'sms' }),
    JSON.stringify({ text: 'Ham from a real bank', label: 'ham', scamKind: 'no such kind', url: 'http://x.example' }),
  ];
  assert.deepEqual(await importLines(server, lines), { added: 2, unchanged: 0, updated: 0, refused: [] });
  const rows = await newest(server);
  assert.deepEqual(
    rows.map(({ state, source, moneyMoving, scamKind, channel }) => ({
      state,
      source,
      moneyMoving,
      scamKind,
      channel,
    })),
    [
      { state: 'unverified', source: 'corpus', moneyMoving: false, scamKind: undefined, channel: undefined },
      { state: 'unverified', source: 'corpus', moneyMoving: false, scamKind: 'fake-loan', channel: 'sms' },
    ],
  );
  assert.deepEqual(rows[1]?.indicators, [{ kind: 'handle', value: 'wechat:abc12345' }]);
  assert.deepEqual(rows[0]?.indicators, []);
});

test('the same file again changes nothing; the same lines of another file or source are others', async () => {
  await using server = await startTestServer();
  const lines = ['{"text":"One"}', '{"text":"Two"}', '{"text":"Two"}'];
  assert.equal((await importLines(server, lines)).added, 3);
  assert.deepEqual(await importLines(server, lines), { added: 0, unchanged: 3, updated: 0, refused: [] });
  assert.equal((await importLines(server, [...lines, '{"text":"Three"}'])).added, 4);
  assert.equal((await importLines(server, lines, 'other')).added, 3);
});

test('a line that cannot be kept is named with its reason, and the others are kept', async () => {
  await using server = await startTestServer();
  const lines = [
    '{"text":"Kept"}',
    'not json',
    '[]',
    '"a string"',
    'null',
    '{"message":"no text"}',
    '{"text":7}',
    '{"text":"  "}',
    `{"text":${JSON.stringify('x'.repeat(10_001))}}`,
    '{"text":"a\\u0000b"}',
    '{"text":"a\\ud800b"}',
    '{"text":"late","happenedAt":"2999-01-01T00:00:00Z"}',
    '{"text":"Kept too","happenedAt":"2026-01-01T00:00:00Z"}',
  ];
  const { added, refused } = await importLines(server, lines);
  assert.equal(added, 2);
  assert.deepEqual(
    refused.map(({ line }) => line),
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  );
  for (const { reason } of refused) assert.ok(reason.length > 10 && !/\{\w+\}/.test(reason), reason);
});

test('the lines of a batch sent twice at once are kept once', async () => {
  await using server = await startTestServer();
  const lines = Array.from({ length: 300 }, (_each, at) =>
    JSON.stringify({ text: `Report ${at} http://h${at}.example/` }),
  );
  const answers = await Promise.all(Array.from({ length: 4 }, () => importLines(server, lines)));
  assert.equal(
    answers.reduce((sum, { added }) => sum + added, 0),
    300,
  );
  assert.equal(
    answers.reduce((sum, { unchanged }) => sum + unchanged, 0),
    900,
  );
});

test('what is imported makes nothing suspicious until a person confirms it', async () => {
  await using server = await startTestServer();
  const site = 'http://from-a-corpus.example/pay';
  await importLines(server, [JSON.stringify({ text: `Click ${site}` })]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await verdictOf(server, site), 'no-record');
  const [row] = await newest(server);
  await decide(server, row!.id, 'confirm');
  assert.equal(await eventually(() => verdictOf(server, site), 'reported'), 'reported');
  await decide(server, row!.id, 'reopen');
  assert.equal(await eventually(() => verdictOf(server, site), 'no-record'), 'no-record');
});

test('identity numbers in a corpus are hidden like any other', async () => {
  await using server = await startTestServer();
  await importLines(server, [JSON.stringify({ text: '身份证 11010519491231002X 已登记' })]);
  assert.equal(await isKeptAnywhere(server, '11010519491231002X'), false);
});

test('a batch says who imports it', async () => {
  await using server = await startTestServer();
  for (const [by, code] of [
    [' \u200b ', 'decision.name_missing'],
    ['A\0B', 'text.not_unicode'],
  ] as const) {
    const body = { source: 'corpus', fileHash: '0'.repeat(64), by, rows: [{ line: 1, raw: '{"text":"x"}' }] };
    const answer = await server.call(importReports, { body });
    assert.deepEqual([answer.status, answer.body.code], [400, code]);
  }
});

test('a source name that hides something is refused', async () => {
  await using server = await startTestServer();
  for (const source of ['A b', '../x', 'x\u202e', '-x', 'x\0']) {
    const body = { source, fileHash: '0'.repeat(64), by: 'Officer Lin', rows: [{ line: 1, raw: '{"text":"x"}' }] };
    const answer = await server.call(importReports, { body });
    assert.deepEqual([answer.status, answer.body.code], [400, 'import.batch_invalid'], source);
  }
});

for (const { path, count, source } of [
  { path: 'sms-zh/fbs-dev.jsonl', count: 10_191, source: 'fbs' },
  { path: 'sms-en/smishing-dev.jsonl', count: 4_786, source: 'smishing' },
]) {
  const url = new URL(`../../../../../../shared/data/${path}`, import.meta.url);
  const skip = existsSync(url) ? false : `${path} is not here: shared test data are not part of the project`;
  test(`all ${count} messages of ${path} are imported without an error, once`, { skip }, async () => {
    await using server = await startTestServer();
    const lines = readFileSync(url, 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, count);
    assert.deepEqual(await importLines(server, lines, source), { added: count, unchanged: 0, updated: 0, refused: [] });
    assert.deepEqual(await importLines(server, lines, source), { added: 0, unchanged: count, updated: 0, refused: [] });
    const [row] = await newest(server);
    const { body } = await server.call(readReport, { params: { id: row!.id } });
    const { text, indicators } = body as ReportDetail;
    for (const { start, end } of indicators) assert.ok(start >= 0 && end <= text.length);
  });
}
