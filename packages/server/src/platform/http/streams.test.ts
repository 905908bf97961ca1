import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { endpoint, followEvents } from '@spring-rain/contract';
import { inTransaction } from '../context.ts';
import { emit } from '../events.ts';
import { startTestServer, type TestServer } from '../test-server.ts';
import { bind } from './bind.ts';
import { startTestRoutes } from './test-routes.ts';
import type { StreamedEvent } from './types.ts';

const limitMs = 10_000;

/** Reads a stream's text until it holds what is wanted. */
async function readUntil(response: Response, wanted: RegExp): Promise<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!wanted.test(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader.cancel();
  return text;
}

let server: TestServer;
before(async () => {
  server = await startTestServer({ streams: { heartbeatSeconds: 0.05, maxPerAddress: 3 } });
});
after(() => server[Symbol.asyncDispose]());

function follow(headers: Record<string, string> = {}, query = '') {
  const authorization = `Bearer ${server.resources.keys.operatorToken}`;
  const signal = AbortSignal.timeout(limitMs);
  return fetch(`${server.url}${followEvents.path}${query}`, { headers: { authorization, ...headers }, signal });
}

const happen = (subjectId: string) =>
  inTransaction(server.ctx, (tx) => emit(tx, 'report.filed', { subjectId, data: { secret: 'words' } }));

test('a silent stream has a heartbeat', async () => {
  const response = await follow();
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(response.headers.get('x-accel-buffering'), 'no');
  const text = await readUntil(response, /: beat\n\n: beat\n\n/);
  assert.match(text, /^: open\n\n/);
});

test('a stream goes on behind the last event that was read, and tells kinds and ids, never content', async () => {
  const response = await follow();
  const reading = readUntil(response, /first[\s\S]*\n\n/);
  await delay(50);
  await happen('first');
  const text = await reading;
  const [, id] = /id: (\S+)\nevent: report\.filed\ndata: (.*)\n\n/.exec(text) ?? [];
  assert.ok(id);
  assert.doesNotMatch(text, /words/);

  await happen('second');
  await happen('third');
  const resumed = await readUntil(await follow({ 'last-event-id': id }), /third/);
  assert.match(resumed, /"subjectId":"second"[\s\S]*"subjectId":"third"/);
  assert.doesNotMatch(resumed, /"subjectId":"first"/);
  const byQuery = await readUntil(await follow({}, `?after=${encodeURIComponent(id)}`), /third/);
  assert.match(byQuery, /"subjectId":"second"/);
});

test('a cursor that was made up opens no stream', async () => {
  for (const id of ['1', 'AAAA', 'x'.repeat(200)]) {
    const response = await follow({ 'last-event-id': id });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { code: string }).code, 'cursor.invalid');
  }
});

test('one address holds a bounded number of streams, and gets its places back', async () => {
  const open = await Promise.all([follow(), follow(), follow()]);
  const refused = await follow();
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get('retry-after'), '30');
  assert.equal(((await refused.json()) as { code: string }).code, 'events.too_many_streams');

  await Promise.all(open.map((response) => response.body?.cancel()));
  for (let tried = 0; tried < 100; tried += 1) {
    const again = await follow();
    await again.body?.cancel();
    if (again.status === 200) return;
    await delay(50);
  }
  assert.fail('the places never came back');
});

const firehose = endpoint({
  name: 'firehose',
  method: 'GET',
  path: '/firehose',
  summary: 'More than anyone reads.',
  permission: 'public',
  produces: 'events',
});

test('a reader that takes nothing is cut off, and does not fill the memory', async () => {
  let made = 0;
  let ended = false;
  async function* endless(): AsyncGenerator<StreamedEvent> {
    try {
      for (;;) {
        made += 1;
        yield { id: String(made), type: 'test.made', data: 'x'.repeat(10_000) };
      }
    } finally {
      ended = true;
    }
  }
  const routes = [bind(firehose, () => ({ events: endless() }))];
  await using own = await startTestRoutes(routes, { http: { streams: { stallSeconds: 0.2 } } });

  const response = await fetch(`${own.url}/firehose`, { signal: AbortSignal.timeout(limitMs) });
  for (let waited = 0; waited < 100 && !ended; waited += 1) await delay(50);

  assert.ok(ended, 'the source was told to stop');
  assert.ok(made < 5_000, `wanted the source to be held back, found ${made} events of 10 kB`);
  await response.body?.cancel().catch(() => undefined);
});
