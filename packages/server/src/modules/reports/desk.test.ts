import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { answerReporter, decideReport, listReports, openContact, readReport } from '@spring-rain/contract';
import { sql } from 'kysely';
import { inTransaction } from '../../platform/context.ts';
import { groupCommit } from '../../platform/group-commit.ts';
import { loadKeys, openSealed } from '../../platform/key-files.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { fileReport, keepReports } from './filing.ts';
import { answer, decide, file, isKeptAnywhere, newestId, type TestServer } from './test-reports.ts';

interface Page {
  rows: { id: string; excerpt: string; moneyMoving: boolean }[];
  next?: string;
}

async function wholeList(server: TestServer, query: Record<string, unknown> = {}): Promise<Page['rows']> {
  const rows: Page['rows'] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 50; pages += 1) {
    const { body } = await server.call(listReports, { query: { limit: 3, ...query, ...(cursor ? { cursor } : {}) } });
    const page = body as Page;
    rows.push(...page.rows);
    cursor = page.next;
    if (cursor === undefined) return rows;
  }
  throw new Error('The list has no end.');
}

test('money moving stands before all others, the newest first, page by page', async () => {
  await using server = await startTestServer();
  const expected: { moving: string[]; other: string[] } = { moving: [], other: [] };
  for (let at = 0; at < 14; at += 1) {
    const moneyMoving = at % 4 === 1;
    await file(server, { text: `Report ${at}`, moneyMoving });
    (moneyMoving ? expected.moving : expected.other).unshift(`Report ${at}`);
    // Some in the same millisecond: only the id tells them apart.
    if (at % 3 === 0) server.clock.advance({ seconds: 1 });
  }
  const rows = await wholeList(server);
  assert.deepEqual(
    rows.map(({ excerpt }) => excerpt),
    [...expected.moving, ...expected.other],
  );
});

test('a report that comes in while one turns pages makes no page jump', async () => {
  await using server = await startTestServer();
  for (let at = 0; at < 6; at += 1) {
    await file(server, { text: `Report ${at}` });
    server.clock.advance({ seconds: 1 });
  }
  const first = (await server.call(listReports, { query: { limit: 3 } })).body as Page;
  await file(server, { text: 'A new one' });
  const second = (await server.call(listReports, { query: { limit: 3, cursor: first.next! } })).body as Page;
  assert.deepEqual(
    [...first.rows, ...second.rows].map(({ excerpt }) => excerpt),
    [5, 4, 3, 2, 1, 0].map((at) => `Report ${at}`),
  );
});

test('the list is narrowed by state and by money moving', async () => {
  await using server = await startTestServer();
  await file(server, { text: 'Kept open' });
  await file(server, { text: 'Moving', moneyMoving: true });
  await file(server, { text: 'To be junk' });
  await decide(server, await idOf(server, 'To be junk'), 'junk');
  const texts = async (query: Record<string, unknown>) =>
    (await wholeList(server, query)).map(({ excerpt }) => excerpt).toSorted();
  assert.deepEqual(await texts({ state: 'junk' }), ['To be junk']);
  assert.deepEqual(await texts({ state: 'received' }), ['Kept open', 'Moving']);
  assert.deepEqual(await texts({ moneyMoving: true }), ['Moving']);
  assert.deepEqual(await texts({ moneyMoving: false }), ['Kept open', 'To be junk']);
});

async function idOf(server: TestServer, excerpt: string): Promise<string> {
  return (await wholeList(server)).find((row) => row.excerpt === excerpt)!.id;
}

test('a cursor that is not ours is refused', async () => {
  await using server = await startTestServer();
  for (const cursor of ['x', 'AAAA', Buffer.from('{"moneyMoving":false}').toString('base64url')]) {
    const { status, body } = await server.call(listReports, { query: { cursor } });
    assert.equal(status, 400);
    assert.equal(body.code, 'cursor.invalid');
  }
});

test('an excerpt never splits a character', async () => {
  await using server = await startTestServer();
  await file(server, { text: `${'a'.repeat(199)}😀 and more` });
  const [row] = await wholeList(server);
  assert.ok(row!.excerpt.isWellFormed());
  assert.ok(row!.excerpt.length <= 200);
});

test('a report is read whole', async () => {
  await using server = await startTestServer();
  await file(server, {
    scamKind: 'investment',
    channel: 'chat',
    happenedAt: '2026-01-02T03:04:05.000Z',
    moneyMoving: true,
    loss: {
      amount: { amountMinor: 123_456, currency: 'CNY' },
      paidAt: '2026-01-02T03:05:00.000Z',
      ownBank: 'Bank A',
      payeeAccount: '6222 0200 0000 0000 000',
    },
  });
  const { status, body } = await server.call(readReport, { params: { id: await newestId(server) } });
  assert.equal(status, 200);
  const { scamKind, channel, happenedAt, moneyMoving, loss, hasContact } = body as Record<string, unknown>;
  assert.deepEqual(
    { scamKind, channel, happenedAt, moneyMoving, loss, hasContact },
    {
      scamKind: 'investment',
      channel: 'chat',
      happenedAt: '2026-01-02T03:04:05.000Z',
      moneyMoving: true,
      loss: {
        amount: { amountMinor: 123_456, currency: 'CNY' },
        paidAt: '2026-01-02T03:05:00.000Z',
        ownBank: 'Bank A',
        payeeAccount: '6222 0200 0000 0000 000',
      },
      hasContact: false,
    },
  );
});

test('a report that is not there is not found, and neither is one past its time', async () => {
  await using server = await startTestServer();
  const missing = '00000000-0000-7000-8000-00000000dead';
  await file(server);
  const id = await newestId(server);
  server.clock.advance({ days: 366 });
  for (const gone of [missing, id]) {
    assert.equal((await server.call(readReport, { params: { id: gone } })).status, 404);
    assert.equal((await decide(server, gone, 'confirm')).status, 404);
    assert.equal((await answer(server, gone)).status, 404);
  }
  assert.deepEqual(await wholeList(server), []);
});

test('decisions are taken back one by one, and each stays on record', async () => {
  await using server = await startTestServer();
  await file(server);
  const id = await newestId(server);
  for (const [action, state] of [
    ['escalate', 'escalated'],
    ['confirm', 'confirmed'],
    ['reopen', 'escalated'],
    ['reject', 'rejected'],
    ['reopen', 'escalated'],
    ['reopen', 'received'],
  ] as const) {
    const { status, body } = await decide(server, id, action);
    assert.equal(status, 201);
    assert.equal((body as { state: string }).state, state);
  }
  const { body } = await server.call(readReport, { params: { id } });
  assert.deepEqual(
    (body as { decisions: { action: string; by: string }[] }).decisions.map(({ action, by }) => [action, by]),
    ['escalate', 'confirm', 'reopen', 'reject', 'reopen', 'reopen'].map((action) => [action, 'Officer Lin']),
  );
});

test('what cannot be decided now is refused and changes nothing', async () => {
  await using server = await startTestServer();
  await file(server);
  const id = await newestId(server);
  const reopened = await decide(server, id, 'reopen');
  assert.equal(reopened.status, 409);
  await decide(server, id, 'confirm');
  const again = await decide(server, id, 'reject');
  assert.equal(again.body.code, 'decision.not_possible');
  const { body } = await server.call(readReport, { params: { id } });
  assert.equal((body as { state: string }).state, 'confirmed');
  assert.equal((body as { decisions: unknown[] }).decisions.length, 1);
});

test('people who decide at once decide one after the other', async () => {
  await using server = await startTestServer();
  for (let at = 0; at < 6; at += 1) await file(server, { text: `Report ${at}` });
  const ids = (await wholeList(server)).map(({ id }) => id);
  const actions = ['confirm', 'reject', 'junk', 'confirm'] as const;
  const made = await Promise.all(
    ids.map((id) => Promise.all(actions.map(async (action) => (await decide(server, id, action)).status))),
  );
  for (const statuses of made) assert.deepEqual(statuses.toSorted(), [201, 409, 409, 409]);
});

test('a decision without a name or a reason is none', async () => {
  await using server = await startTestServer();
  await file(server);
  const id = await newestId(server);
  for (const [by, reason] of [
    ['  ', 'Because.'],
    ['\u200b', 'Because.'],
    ['Officer Lin', ' \n '],
  ] as const) {
    const { status, body } = await server.call(decideReport, {
      params: { id },
      body: { action: 'confirm', by, reason },
    });
    assert.deepEqual([status, body.code], [400, 'decision.name_missing']);
  }
  const nul = await server.call(answerReporter, { params: { id }, body: { by: 'A\0B', text: 'x' } });
  assert.equal(nul.body.code, 'text.not_unicode');
});

test('a decision that was made can be neither changed nor deleted', async () => {
  await using server = await startTestServer();
  await file(server);
  await decide(server, await newestId(server), 'confirm');
  for (const statement of [sql`update decision set decided_by = 'Nobody'`, sql`delete from decision`]) {
    await assert.rejects(
      inTransaction(server.ctx, (tx) => statement.execute(tx.db)),
      /append-only|permission denied/,
    );
  }
});

test('contact details are kept sealed: nobody finds them in the database', async () => {
  await using server = await startTestServer();
  await file(server, { contact: 'wang.xiaoming@mail.example' });
  assert.equal(await isKeptAnywhere(server, 'wang.xiaoming@mail.example'), false);
  assert.equal(await isKeptAnywhere(server, 'wang.xiaoming'), false);
});

test('sealed contact details are handed out for a purpose that is put on record', async () => {
  await using server = await startTestServer();
  await file(server, { contact: 'wang.xiaoming@mail.example' });
  const id = await newestId(server);
  const body = { by: 'Officer Lin', reason: 'The bank asks for a signature.' };
  const opened = await server.call(openContact, { params: { id }, body });
  assert.equal(opened.status, 200);
  const detail = (await server.call(readReport, { params: { id } })).body as {
    hasContact: boolean;
    decisions: { subject: string; by: string; reason: string }[];
  };
  assert.equal(detail.hasContact, true);
  assert.deepEqual(
    detail.decisions.map(({ subject, by, reason }) => ({ subject, by, reason })),
    [{ subject: 'contact', ...body }],
  );
});

test('who holds the private key and its passphrase reads the contact details, and nobody else', async () => {
  await using server = await startTestServer();
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-keys-'));
  const keysDir = join(folder, 'keys');
  const passphrase = 'rain falls on the just';
  const { keys } = await loadKeys({ dataDir: folder, keysDir, settingsDir: folder, passphrase }, server.ctx.log);
  const intake = { ...server.publicCtx, keys };
  const keep = groupCommit(intake, { maxBatch: 10, write: keepReports });
  const draft = { text: 'A report', contact: '王小明 +86 138 0013 8000' };
  await fileReport(intake, keep, { draft, idempotencyKey: 'a-key-of-its-own', reporterParts: ['test'] });

  const id = await newestId(server);
  const opened = await server.call(openContact, {
    params: { id },
    body: { by: 'Officer Lin', reason: 'To call back.' },
  });

  const sealed = Buffer.from(opened.body.sealedBase64, 'base64');
  const keyFile = join(keysDir, 'contact.key');
  assert.equal(await openSealed(keyFile, passphrase, sealed), draft.contact);
  await assert.rejects(openSealed(keyFile, 'another passphrase', sealed), /passphrase/);
  await rm(folder, { recursive: true, force: true });
});

test('where there are no contact details there is nothing to open, and no record of it', async () => {
  await using server = await startTestServer();
  await file(server);
  const id = await newestId(server);
  const { status } = await server.call(openContact, { params: { id }, body: { by: 'Officer Lin', reason: 'To see.' } });
  assert.equal(status, 404);
  const { body } = await server.call(readReport, { params: { id } });
  assert.deepEqual((body as { decisions: unknown[] }).decisions, []);
});
