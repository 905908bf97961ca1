import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { addToReport, followReceipt } from '@spring-rain/contract';
import { firstPosition, readEventsAfter } from '../../platform/events.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { decide, file, holding, newestId, type TestServer } from './test-reports.ts';

interface StreamEvent {
  id: string;
  type: string;
  data: unknown;
}

/** Reads a stream of events until there are as many as wanted. */
async function follow(
  server: TestServer,
  receipt: string,
  { wanted, after, meanwhile }: { wanted: number; after?: string; meanwhile: () => Promise<unknown> },
): Promise<StreamEvent[]> {
  const controller = new AbortController();
  const response = await fetch(`${server.url}${followReceipt.path}`, {
    headers: { 'spring-rain-receipt': receipt, ...(after === undefined ? {} : { 'last-event-id': after }) },
    signal: AbortSignal.any([controller.signal, AbortSignal.timeout(10_000)]),
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let isStarted = false;
  while (text.split('\nid: ').length - 1 + (text.startsWith('id: ') ? 1 : 0) < wanted || !text.endsWith('\n\n')) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    if (!isStarted) {
      isStarted = true;
      await meanwhile();
    }
  }
  controller.abort();
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => {
      const [, id = '', type = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? [];
      return { id, type, data: JSON.parse(data) as unknown };
    });
}

/**
 * Waits until what has happened lies behind the horizon that a new stream begins at. On a server that others use too, a
 * transaction of theirs may hold it back for a moment; what is in front of it would be told again.
 */
async function settled({ resources }: TestServer): Promise<void> {
  const ctx = resources.context({ role: 'job', name: 'test', reason: 'following events' });
  const until = performance.now() + 5_000;
  while ((await readEventsAfter(ctx, firstPosition, { limit: 100 })).pending) {
    assert.ok(performance.now() < until, 'events must settle');
    await delay(10);
  }
}

test('the holder of a receipt hears that something changed, and a stranger’s change is not heard', async () => {
  await using server = await startTestServer();
  const mine = await file(server);
  const id = await newestId(server);
  server.clock.advance({ seconds: 1 });
  const other = await file(server, { text: 'Another report.' });
  await settled(server);

  const events = await follow(server, mine.receipt, {
    wanted: 2,
    meanwhile: async () => {
      await server.call(addToReport, { body: { text: 'Not yours.' } }, holding(other.receipt));
      await server.call(addToReport, { body: { text: 'Secret words.' } }, holding(mine.receipt));
      await decide(server, id, 'confirm');
    },
  });

  assert.deepEqual(
    events.map(({ type }) => type),
    ['report.added', 'report.decided'],
  );
  assert.deepEqual(Object.keys(events[0]?.data as object), ['at']);
  assert.equal(JSON.stringify(events).includes('Secret'), false);
  assert.equal(JSON.stringify(events).includes(id), false);
});

test('a stream is resumed where it broke off', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const add = (text: string) => server.call(addToReport, { body: { text } }, holding(receipt));
  const [first] = await follow(server, receipt, { wanted: 1, meanwhile: () => add('One') });
  await add('Two');
  const [second] = await follow(server, receipt, { wanted: 1, after: first!.id, meanwhile: async () => undefined });
  assert.equal(second?.type, 'report.added');
  assert.notEqual(second?.id, first?.id);
});

test('a wrong receipt and another’s cursor open no stream', async () => {
  await using server = await startTestServer();
  const one = await file(server);
  const other = await file(server, { text: 'Another report.' });
  const add = () => server.call(addToReport, { body: { text: 'More' } }, holding(one.receipt));
  const [event] = await follow(server, one.receipt, { wanted: 1, meanwhile: add });
  const open = (receipt: string, cursor: string) =>
    fetch(`${server.url}${followReceipt.path}`, {
      headers: { 'spring-rain-receipt': receipt, 'last-event-id': cursor },
      signal: AbortSignal.timeout(5_000),
    });
  assert.equal((await open('0000000000000000', event!.id)).status, 404);
  const foreign = await open(other.receipt, event!.id);
  assert.equal(foreign.status, 400);
  assert.equal(((await foreign.json()) as { code: string }).code, 'cursor.invalid');
});
