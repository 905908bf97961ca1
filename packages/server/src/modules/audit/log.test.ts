import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportLog, listIndicator, listLog, readLogKeys } from '@spring-rain/contract';
import { sql } from 'kysely';
import { type Context, hostAgencyId, inTransaction } from '../../platform/context.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { makeAgency, makePerson } from '../accounts/test-staff.ts';
import { exportedLines, logSome, verifyLines } from './test-log.ts';

test('what was decided and done is exported as a chain that a stranger verifies with the published key', async () => {
  await using server = await startTestServer();
  await logSome(server, 3);
  const draft = {
    kind: 'domain',
    value: 'bad.example',
    legalBasis: 'Law 1',
    reason: 'Seen.',
    by: 'Officer A',
  } as const;
  assert.equal((await server.call(listIndicator, { body: draft })).status, 201);

  const lines = await exportedLines(server);
  const keys = (await server.call(readLogKeys, {})).body.keys!;
  const verdict = verifyLines(
    lines,
    keys.map(({ publicKey }) => Buffer.from(publicKey, 'base64url')),
  );

  assert.ok('proof' in verdict, JSON.stringify(verdict));
  const { from, through, entries, hidden, keyIds } = verdict.proof;
  assert.deepEqual(
    { from, through, entries, hidden, keyIds },
    {
      from: 1,
      through: 5,
      entries: 5,
      hidden: 0,
      keyIds: [keys[0]!.keyId],
    },
  );
  assert.ok(verdict.proof.checkpoints >= 1);
  const seen = entriesOf(lines).map(({ actor, action, subject }) => `${actor}: ${action} ${subject}`);
  assert.equal(seen[0], 'operator: touch thing');
  assert.match(seen[3]!, /^operator Officer A: .* listing$/);
  assert.equal(seen[4], 'operator: export log');
  assert.doesNotMatch(lines.join('\n'), /bad\.example/, 'the log holds no content');
});

test('an agency’s export shows its own entries; of others’ it has hashes, and nothing that can be tried out', async () => {
  await using server = await startTestServer();
  const other = await makeAgency(server);
  const supervisor = await makePerson(server, { roles: ['supervisor'], agencyId: other });
  await logSome(server, 2);
  await logSome(server, 2, other);

  const lines = await exportedLines(server, supervisor);

  const verdict = verifyLines(lines);
  assert.ok('proof' in verdict, JSON.stringify(verdict));
  assert.deepEqual([verdict.proof.entries, verdict.proof.hidden], [3, 2]);
  assert.ok(!lines.join('\n').includes(hostAgencyId));
  assert.equal(entriesOf(lines).at(-1)?.actor, `person:${supervisor.personId}`);
  for (const line of lines.filter((each) => each.includes('"hidden"'))) {
    assert.deepEqual(Object.keys(JSON.parse(line)), ['kind', 'seq', 'entryHash', 'hash']);
  }
  // The operator's holds both agencies' in full.
  const all = verifyLines(await exportedLines(server));
  assert.ok('proof' in all && all.proof.hidden === 0);
});

test('an export from the middle verifies, and one beyond the end is refused', async () => {
  await using server = await startTestServer();
  await logSome(server, 5);
  const verdict = verifyLines(await exportedLines(server, { from: 4 }));
  assert.ok('proof' in verdict, JSON.stringify(verdict));
  assert.deepEqual([verdict.proof.from, verdict.proof.through], [4, 6]);
  const beyond = await server.call(exportLog, { query: { from: 99 } });
  assert.equal(beyond.status, 404);
});

test('the list shows an agency its own log, page by page, and reading it is in it', async () => {
  await using server = await startTestServer();
  const other = await makeAgency(server);
  const supervisor = await makePerson(server, { roles: ['supervisor'], agencyId: other });
  await logSome(server, 2);
  await logSome(server, 3, other);

  const headers = { authorization: '', ...supervisor.headers };
  const first = (await server.call(listLog, { query: { limit: 2 } }, { headers })).body;
  const second = (await server.call(listLog, { query: { limit: 2, cursor: first.next! } }, { headers })).body;

  assert.deepEqual(
    [...first.rows!, ...second.rows!].map(({ subjectId }) => subjectId),
    ['thing 3', 'thing 2', 'thing 1'],
  );
  assert.equal(second.next, undefined);
  const later = (await server.call(listLog, { query: {} }, { headers })).body.rows!;
  assert.deepEqual(
    later.slice(0, 2).map(({ action, actor }) => [action, actor]),
    Array(2).fill(['read', `person:${supervisor.personId}`]),
  );
});

test('nobody changes, deletes or empties the log, whatever their role, nor the login that owns it', async () => {
  await using server = await startTestServer();
  const { resources, ctx, publicCtx } = server;
  await logSome(server, 2);
  await exportedLines(server);
  const roles: Context[] = [
    ctx,
    publicCtx,
    resources.context({ role: 'accounts', name: 'accounts' }),
    resources.context({ role: 'job', name: 'audit', reason: 'chaining the log' }),
  ];
  const attempts = [
    `update audit_entry set reason = 'another' where seq = 1`,
    `update audit_entry set seq = 99 where seq = 1`,
    `update audit_entry set hash = entry_hash where seq = 1`,
    'delete from audit_entry',
    'truncate audit_entry',
    `update audit_checkpoint set seq = seq + 1`,
    'delete from audit_checkpoint',
    'truncate audit_checkpoint',
  ];
  for (const attempt of attempts) {
    for (const acting of roles) {
      const trying = inTransaction(acting, (tx) => sql.raw(attempt).execute(tx.db));
      await assert.rejects(trying, (error) => isRefusal(error), `${acting.actor.role}: ${attempt}`);
    }
    await assert.rejects(sql.raw(attempt).execute(resources.database.admin), (error) => isRefusal(error), attempt);
  }
  assert.ok('proof' in verifyLines(await exportedLines(server)));
});

test('an entry that was changed past every lock is named by the next export', async () => {
  await using server = await startTestServer();
  await logSome(server, 4);
  await exportedLines(server);
  await server.resources.database.run(`
    alter table audit_entry disable trigger user;
    update audit_entry set reason = 'Nothing to see.' where seq = 2;
    alter table audit_entry enable trigger user;`);

  const verdict = verifyLines(await exportedLines(server));

  assert.ok('fault' in verdict);
  assert.deepEqual([verdict.fault.kind, verdict.fault.seq], ['changed', 2]);
});

function isRefusal(error: unknown): boolean {
  const text =
    error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : '';
  return /append-only|permission denied/.test(text);
}

interface Shown {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}

function entriesOf(lines: readonly string[]): Shown[] {
  return lines.map((line) => JSON.parse(line) as { entry?: Shown }).flatMap(({ entry }) => (entry ? [entry] : []));
}
