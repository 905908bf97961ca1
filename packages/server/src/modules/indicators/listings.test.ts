import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  decideReport,
  dropSource,
  type Listing,
  listIndicator,
  listListings,
  listSources,
  pageEndpoints,
  withdrawListing,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { inTransaction } from '../../platform/context.ts';
import {
  adoptList,
  importList,
  list,
  reportFrom,
  startCheckServer,
  type TestServer,
  tryToList,
} from '../checks/test-checks.ts';
import { purgeEndedListings, purgeUnnamedIndicators } from './purge.ts';

const undo = { by: 'Officer Lin', reason: 'It was another shop.' };

async function decisions(server: TestServer): Promise<unknown[]> {
  return await inTransaction(server.ctx, async (tx) => {
    const query = sql`select subject, action, decided_by, reason from decision order by id`;
    return (await query.execute(tx.db)).rows;
  });
}

// Shared by the tests whose values are their own; the others start one for themselves.
let server: TestServer;
before(async () => {
  server = await startCheckServer();
});
after(() => server[Symbol.asyncDispose]());

test('a listing names who decided, why, on which basis, and until when', async () => {
  await using server = await startCheckServer();
  const listing = await list(server, {
    kind: 'phone',
    value: '138 0013 8000',
    by: ' Officer Wang ',
    legalBasis: 'Anti-fraud law, art. 16',
  });
  assert.deepEqual(
    { ...listing, id: undefined },
    {
      id: undefined,
      kind: 'phone',
      value: '+8613800138000',
      role: 'known-scam',
      scope: 'exact',
      state: 'active',
      source: 'decisions',
      reason: 'Confirmed by the bank.',
      legalBasis: 'Anti-fraud law, art. 16',
      by: 'Officer Wang',
      firstSeen: '2026-11-21T08:00:00.000Z',
      lastSeen: '2026-11-21T08:00:00.000Z',
      listedAt: '2026-11-21T08:00:00.000Z',
      expiresAt: '2027-05-20T08:00:00.000Z',
    },
  );
  assert.deepEqual(await decisions(server), [
    { subject: 'listing', action: 'list', decided_by: 'Officer Wang', reason: 'Confirmed by the bank.' },
  ]);
});

test('the same target is listed once, and again after it ended or was withdrawn', async () => {
  await using server = await startCheckServer();
  const draft = { kind: 'domain', value: 'evil-shop.top' } as const;
  const first = await list(server, { ...draft, expiresAt: '2026-11-22T08:00:00Z' });
  const again = await tryToList(server, draft);
  assert.deepEqual([again.status, again.body.code], [409, 'decision.not_possible']);
  server.clock.set('2026-11-23T08:00:00Z');
  const second = await list(server, draft);
  const gone = await server.call(withdrawListing, { params: { id: first.id }, body: undo });
  assert.equal(gone.body.code, 'decision.not_possible');
  const withdrawn = await server.call(withdrawListing, { params: { id: second.id }, body: undo });
  assert.deepEqual([withdrawn.status, withdrawn.body.state], [201, 'withdrawn']);
  await list(server, draft);
  const { sources } = (await server.call(listSources, {})).body;
  assert.equal(sources[0]!.values, 1);
});

test('an expiry is in the future and within the profile', async () => {
  for (const expiresAt of ['2026-11-21T07:59:59Z', '2026-11-21T08:00:00Z', '2028-11-21T08:00:00Z']) {
    const refused = await tryToList(server, { kind: 'domain', value: 'evil-shop-2.top', expiresAt });
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.field],
      [400, 'listing.expiry_invalid', 'expiresAt'],
      expiresAt,
    );
  }
  await list(server, { kind: 'domain', value: 'evil-shop-2.top', expiresAt: '2028-11-20T08:00:00Z' });
});

test('a value that is none of its kind, and a scope that its kind has not, are refused', async () => {
  const invalid = await tryToList(server, { kind: 'wallet', value: 'evil-shop-3.top' });
  assert.deepEqual([invalid.status, invalid.body.code, invalid.body.field], [400, 'indicator.invalid', 'value']);
  for (const scope of ['path', 'host', 'domain'] as const) {
    const refused = await tryToList(server, { kind: 'phone', value: '+8613800138000', scope });
    assert.deepEqual([refused.status, refused.body.code], [422, 'listing.scope_too_wide'], scope);
  }
});

test('spaces are neither a name nor a reason', async () => {
  await using server = await startCheckServer();
  for (const draft of [{ by: '   ' }, { reason: ' \n ' }]) {
    const refused = await tryToList(server, { kind: 'domain', value: 'evil-shop.top', ...draft });
    assert.equal(refused.body.code, 'decision.name_missing');
  }
  assert.deepEqual(await decisions(server), []);
});

test('only pages of a busy or shared site can be listed, and of a shortener only the short link', async () => {
  await importList(server, { source: 'busy', role: 'busy', values: ['google.com'] });
  await importList(server, { source: 'short', role: 'shortener', values: ['bit.ly'] });
  const refused = [
    { kind: 'domain', value: 'google.com' },
    { kind: 'domain', value: 'anything.google.com' },
    { kind: 'url', value: 'https://www.google.com/' },
    { kind: 'url', value: 'https://google.com/search?q=x', scope: 'host' },
    { kind: 'url', value: 'https://google.com/search?q=x', scope: 'domain' },
    { kind: 'url', value: 'https://bit.ly/x9', scope: 'path' },
    { kind: 'domain', value: 'com.cn' },
  ] as const;
  for (const draft of refused) {
    const { status, body } = await tryToList(server, draft);
    assert.deepEqual([status, body.code], [422, 'listing.scope_too_wide'], draft.value);
  }
  await list(server, { kind: 'url', value: 'https://google.com/url?q=bad' });
  await list(server, { kind: 'url', value: 'https://bit.ly/x9' });
});

test('a listing that names a report needs one that a person confirmed', async () => {
  const draft = { kind: 'domain', value: 'evil-shop-6.top' } as const;
  const unknown = await tryToList(server, { ...draft, reportId: randomUUID() });
  assert.equal(unknown.body.code, 'request.not_found');
  const reportId = await reportFrom(server, '203.0.113.7', 'http://evil-shop-6.top/a');
  assert.equal((await tryToList(server, { ...draft, reportId })).body.code, 'decision.not_possible');
  const body = { action: 'confirm', by: 'Officer Lin', reason: 'Seen.' } as const;
  await server.call(decideReport, { params: { id: reportId }, body });
  await list(server, { ...draft, reportId });
});

test('of two that list the same value at once, one succeeds', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => tryToList(server, { kind: 'domain', value: 'evil-shop-7.top' })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409]);
});

test('pages of listings hold each listing once, newest first, by source, role and state', async () => {
  await using server = await startCheckServer();
  await importList(server, {
    source: 'police',
    role: 'known-scam',
    values: ['evil-1.top', 'evil-2.top', 'evil-3.top'],
  });
  await importList(server, { source: 'busy', role: 'busy', values: ['google.com', 'baidu.com'] });
  const own = await list(server, { kind: 'domain', value: 'evil-4.top' });
  await server.call(withdrawListing, { params: { id: own.id }, body: undo });
  const walk = async (query: object): Promise<string[]> => {
    const values: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 9; pages += 1) {
      const { body } = await server.call(listListings, {
        query: { limit: 2, ...query, ...(cursor === undefined ? {} : { cursor }) },
      });
      values.push(...body.rows.map(({ value }: Listing) => value));
      cursor = body.next;
      if (cursor === undefined) return values;
    }
    throw new Error('the list has no end');
  };
  assert.deepEqual(await walk({}), ['evil-4.top', 'baidu.com', 'google.com', 'evil-3.top', 'evil-2.top', 'evil-1.top']);
  assert.deepEqual(await walk({ source: 'police' }), ['evil-3.top', 'evil-2.top', 'evil-1.top']);
  assert.deepEqual(await walk({ role: 'busy' }), ['baidu.com', 'google.com']);
  assert.deepEqual(await walk({ state: 'withdrawn' }), ['evil-4.top']);
  assert.deepEqual(await walk({ role: 'known-scam', state: 'active' }), ['evil-3.top', 'evil-2.top', 'evil-1.top']);
  server.clock.advance({ days: 200 });
  assert.deepEqual(await walk({ state: 'expired' }), ['evil-3.top', 'evil-2.top', 'evil-1.top']);
  const made = await server.call(listListings, { query: { cursor: 'bm90IGEgY3Vyc29y' } });
  assert.deepEqual([made.status, made.body.code], [400, 'cursor.invalid']);
});

test('a source is adopted and dropped by name, once each, and both are decisions', async () => {
  await using server = await startCheckServer();
  await importList(server, { source: 'police', role: 'known-scam', values: ['evil-1.top'], adopt: false });
  const early = await server.call(dropSource, { params: { name: 'police' }, body: undo });
  assert.deepEqual([early.status, early.body.code], [409, 'decision.not_possible']);
  const adopted = await adoptList(server, 'police');
  assert.deepEqual([adopted.status, adopted.body.adoptedBy], [201, 'Officer Wang']);
  assert.equal((await adoptList(server, 'police')).body.code, 'decision.not_possible');
  const dropped = await server.call(dropSource, { params: { name: 'police' }, body: undo });
  assert.deepEqual([dropped.status, dropped.body.adoptedBy], [201, undefined]);
  assert.equal((await adoptList(server, 'nobody')).body.code, 'source.unknown');
  const actions = (await decisions(server)).map((row) => (row as { action: string }).action);
  assert.deepEqual(actions, ['import', 'adopt', 'drop']);
});

test('the page of sources names publisher and licence', async () => {
  await importList(server, { source: 'police <b>', role: 'known-scam', values: ['evil-1.top'] });
  const { status, body } = await server.call(pageEndpoints.sourcesPage, {});
  assert.equal(status, 200);
  assert.match(body, /police &lt;b&gt;/);
});

test('the public cannot list, adopt or import', async () => {
  await using server = await startCheckServer();
  const { status } = await server.call(
    listIndicator,
    { body: { kind: 'domain', value: 'evil-shop.top', by: 'Nobody', reason: 'None.' } },
    { headers: { authorization: 'Bearer wrong' } },
  );
  assert.equal(status, 401);
  assert.deepEqual(await decisions(server), []);
});

test('ended listings are removed when the profile says so, with the values that nothing names any more', async () => {
  await using server = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-1.top', expiresAt: '2026-11-22T08:00:00Z' });
  await list(server, { kind: 'domain', value: 'evil-2.top', expiresAt: '2028-11-01T08:00:00Z' });
  const third = await list(server, { kind: 'domain', value: 'evil-3.top' });
  await server.call(withdrawListing, { params: { id: third.id }, body: undo });
  const purge = async () => ({
    listings: await purgeEndedListings(server.jobCtx),
    indicators: await purgeUnnamedIndicators(server.jobCtx),
  });
  assert.deepEqual(await purge(), { listings: 0, indicators: 0 });
  server.clock.advance({ days: 732 });
  assert.deepEqual(await purge(), { listings: 2, indicators: 2 });
  assert.deepEqual(await purge(), { listings: 0, indicators: 0 });
  const { body } = await server.call(listListings, { query: {} });
  assert.deepEqual(
    body.rows.map(({ value }) => value),
    ['evil-2.top'],
  );
  assert.equal((await server.call(listSources, {})).body.sources[0]!.values, 1);
  assert.equal((await decisions(server)).length, 4);
});
