import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkText, dropSource, readReadiness, withdrawListing } from '@spring-rain/contract';
import { startApp } from '../../app.ts';
import { purgeEvents, readEventHorizon } from '../../platform/events.ts';
import { createLog } from '../../platform/log.ts';
import type { IndicatorKey } from '../indicators/index.ts';
import { readSnapshot, writeSnapshot } from './known-file.ts';
import { addKey, emptyKeys, packKeys } from './known-keys.ts';
import { createPacker } from './known-packing.ts';
import { createKnownValues } from './known-values.ts';
import {
  adoptList,
  importList,
  list,
  reportFrom,
  startCheckServer,
  type TestServer,
  verdictOf,
  verdictSoon,
} from './test-checks.ts';

test('a listing, its withdrawal, an adoption, its end and a report are each seen by checks within a second', async () => {
  await using server = await startCheckServer();
  // Asked before, so that every answer has been remembered.
  const values = ['evil-shop.top', 'listed-site.top', '13800138000'];
  for (const value of values) assert.equal(await verdictOf(server, value), 'no-record');

  const listing = await list(server, { kind: 'domain', value: 'evil-shop.top' });
  assert.equal(await verdictSoon(server, 'evil-shop.top', 'known-scam'), 'known-scam');
  const by = { by: 'Officer Lin', reason: 'It was another shop.' };
  await server.call(withdrawListing, { params: { id: listing.id }, body: by });
  assert.equal(await verdictSoon(server, 'evil-shop.top', 'no-record'), 'no-record');

  await importList(server, { source: 'police', role: 'known-scam', values: ['listed-site.top'], adopt: false });
  assert.equal(await verdictOf(server, 'listed-site.top'), 'no-record');
  await adoptList(server, 'police');
  assert.equal(await verdictSoon(server, 'listed-site.top', 'known-scam'), 'known-scam');
  await importList(server, { source: 'police', role: 'known-scam', values: ['later-site.top'], adopt: false });
  assert.equal(await verdictSoon(server, 'later-site.top', 'known-scam'), 'known-scam');
  await server.call(dropSource, { params: { name: 'police' }, body: by });
  assert.equal(await verdictSoon(server, 'listed-site.top', 'no-record'), 'no-record');

  await reportFrom(server, '203.0.113.7', '请打 13800138000');
  assert.equal(await verdictSoon(server, '13800138000', 'reported'), 'reported');
});

test('a listing ends at its time without anyone doing anything', async () => {
  await using server = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-shop.top', expiresAt: '2026-11-22T08:00:00Z' });
  assert.equal(await verdictSoon(server, 'evil-shop.top', 'known-scam'), 'known-scam');
  server.clock.set('2026-11-22T08:00:00Z');
  assert.equal(await verdictOf(server, 'evil-shop.top'), 'no-record');
});

test('an adopted list ends with the days that its source has', async () => {
  await using server = await startCheckServer();
  await importList(server, { source: 'police', role: 'known-scam', values: ['listed-site.top'] });
  assert.equal(await verdictSoon(server, 'listed-site.top', 'known-scam'), 'known-scam');
  server.clock.advance({ days: 181 });
  assert.equal(await verdictOf(server, 'listed-site.top'), 'no-record');
});

/** The same data folder and database under a program that was started again, with what it logged. */
async function restart(server: TestServer) {
  await server.app.stop();
  const logged: string[] = [];
  const log = createLog('info', (line) => logged.push(line));
  const { resources } = server;
  const context: typeof resources.context = (actor) => ({ ...resources.context(actor), log });
  const app = await startApp({ ...resources, log, context }, { works: false, checkReplies: true });
  const ask = async (text: string): Promise<string> => {
    const answer = await app.inject({ method: checkText.method, url: checkText.path, payload: { text } });
    return answer.json().verdict;
  };
  return { app, ask, logged, [Symbol.asyncDispose]: () => app.stop() };
}

function knownFolder(server: TestServer): string {
  return join(server.config.dataDir, 'known');
}

const built = 'the snapshot of known values was built';

test('after a restart the snapshot file and what happened since are known, without building anything', async () => {
  await using server = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-shop.top' });
  await reportFrom(server, '203.0.113.7', '请打 13800138000');
  await using again = await restart(server);
  assert.equal(await again.ask('http://evil-shop.top/a'), 'known-scam');
  assert.equal(await again.ask('13800138000'), 'reported');
  assert.equal(await again.ask('other-shop.org'), 'no-record');
  assert.ok(!again.logged.some((line) => line.includes(built)));
});

test('a damaged snapshot file is said and built anew', async () => {
  await using server = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-shop.top' });
  await server.app.stop();
  const damages: Record<string, (bytes: Buffer) => Buffer> = {
    'a changed byte': (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])]),
    'cut off': (bytes) => bytes.subarray(0, bytes.length / 2),
    empty: () => Buffer.alloc(0),
    'another file': () => Buffer.from('{"known":[]}'),
    'a header that says nothing': (bytes) =>
      Buffer.concat([bytes.subarray(0, 8), Buffer.from([2, 0, 0, 0]), Buffer.from('{}')]),
  };
  for (const [name, damage] of Object.entries(damages)) {
    const folder = knownFolder(server);
    for (const file of await readdir(folder))
      await writeFile(join(folder, file), damage(await readFile(join(folder, file))));
    await using again = await restart(server);
    assert.equal(await again.ask('evil-shop.top'), 'known-scam', name);
    assert.ok(
      again.logged.some((line) => line.includes('damaged')),
      name,
    );
    assert.ok(
      again.logged.some((line) => line.includes(built)),
      name,
    );
    const { snapshot } = await readSnapshot(folder, 'internal');
    assert.equal(snapshot?.set.size, 1, name);
  }
});

test('a snapshot of another database is not used', async () => {
  await using server = await startCheckServer();
  await using other = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-shop.top' });
  await server.app.stop();
  await rm(knownFolder(server), { recursive: true });
  await mkdir(knownFolder(server));
  for (const file of await readdir(knownFolder(other))) {
    await writeFile(join(knownFolder(server), file), await readFile(join(knownFolder(other), file)));
  }
  await using again = await restart(server);
  assert.equal(await again.ask('evil-shop.top'), 'known-scam');
  assert.ok(again.logged.some((line) => line.includes('of another database')));
});

test('a snapshot from before a purge of the log is built anew', async () => {
  await using server = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-shop.top' });
  await server.app.stop();
  assert.ok((await purgeEvents(server.jobCtx, new Date(Date.now() + 60_000))) > 0);
  await using again = await restart(server);
  assert.equal(await again.ask('evil-shop.top'), 'known-scam', 'its event is gone, the listing is not');
});

test('the public snapshot holds what an adopted list or a person condemns, and nothing that was only reported', async () => {
  await using server = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-shop.top' });
  await importList(server, { source: 'waiting', role: 'known-scam', values: ['not-adopted.top'], adopt: false });
  await reportFrom(server, '203.0.113.7', '请打 13800138000');
  await server.app.stop();
  await rm(knownFolder(server), { recursive: true });
  await using _again = await restart(server);
  const sizes = [];
  for (const sort of ['internal', 'public'] as const) {
    sizes.push((await readSnapshot(knownFolder(server), sort)).snapshot?.set.size);
  }
  assert.deepEqual(sizes, [3, 1]);
});

test('a snapshot that wrongly holds a value, as a hash collision would, condemns nobody', async () => {
  await using server = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-shop.top' });
  await server.app.stop();
  const folder = knownFolder(server);
  const { snapshot } = await readSnapshot(folder, 'internal');
  const keys = emptyKeys();
  const innocent: IndicatorKey[] = [
    { kind: 'domain', value: 'innocent.org' },
    { kind: 'phone', value: '+8613800138000' },
    { kind: 'url', value: 'https://other.org/page' },
  ];
  for (const key of innocent) addKey(keys, key);
  await writeSnapshot(folder, 'internal', { ...snapshot!, set: packKeys(keys) });
  await using again = await restart(server);
  assert.equal(await again.ask('evil-shop.top'), 'known-scam', 'taken up from the events since');
  for (const { value } of innocent) assert.equal(await again.ask(value), 'no-record', value);
});

test('many changes make a new snapshot while checks are answered, and none of them is missed meanwhile', async () => {
  await using server = await startCheckServer();
  const values = Array.from({ length: 21_000 }, (_none, at) => `scam-${at}.top`);
  for (let at = 0; at < values.length; at += 1_000) {
    const slice = { source: 'feed', role: 'known-scam', values: values.slice(at, at + 1_000) } as const;
    await importList(server, { ...slice, adopt: at === 0 });
  }
  const sizeOf = async (kind: 'internal' | 'public') =>
    (await readSnapshot(knownFolder(server), kind)).snapshot?.set.size ?? 0;
  let entries = 0;
  for (const endMs = performance.now() + 60_000; entries < values.length && performance.now() < endMs; ) {
    for (const value of ['scam-0.top', 'scam-20999.top'])
      assert.equal(await verdictSoon(server, value, 'known-scam'), 'known-scam');
    // The public file is written right after the internal one.
    entries = Math.min(await sizeOf('internal'), await sizeOf('public'));
  }
  assert.equal(entries, values.length);
  assert.equal(await verdictOf(server, 'scam-12345.top'), 'known-scam');
  assert.equal(await verdictOf(server, 'scam-21000.top'), 'no-record');
});

test('a value that changes while a snapshot is being built is known during and after', async () => {
  await using server = await startCheckServer();
  const known = createKnownValues(join(server.config.dataDir, 'another'));
  const building = known.rebuild(server.jobCtx, await readEventHorizon(server.jobCtx));
  const key: IndicatorKey = { kind: 'domain', value: 'evil-shop.top' };
  known.noteChanged([key]);
  assert.ok(known.mayKnow(key));
  await building;
  assert.ok(known.mayKnow(key));
  await known.rebuild(server.jobCtx, await readEventHorizon(server.jobCtx));
  assert.ok(!known.mayKnow(key), 'nothing in the database bears on it');
});

test('a thread of its own packs the same sets as this one', async () => {
  const rows = Array.from({ length: 3_000 }, (_none, at) => ({
    id: at,
    kind: at % 2 === 0 ? ('domain' as const) : ('url' as const),
    value: at % 2 === 0 ? `a${at}.b${at % 7}.top` : `https://c${at % 11}.top/p${at}`,
    isConfirmed: at % 3 === 0,
  }));
  const bytes = [];
  for (const limit of [0, rows.length]) {
    await using packer = createPacker(limit);
    for (let at = 0; at < rows.length; at += 500) packer.add(rows.slice(at, at + 500));
    const { known, confirmed } = await packer.finish();
    bytes.push([Buffer.from(known.bytes), Buffer.from(confirmed.bytes)]);
  }
  assert.deepEqual(bytes[0], bytes[1]);
});

test('readiness names the known values', async () => {
  await using server = await startCheckServer();
  const { body } = await server.call(readReadiness, {});
  assert.deepEqual(
    body.checks.filter(({ name }) => name === 'known-values'),
    [{ name: 'known-values', ok: true }],
  );
});
