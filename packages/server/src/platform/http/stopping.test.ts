import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { endpoint, followEvents, readReadiness } from '@spring-rain/contract';
import Type from 'typebox';
import { startTestServer } from '../test-server.ts';
import { bind } from './bind.ts';
import { startTestRoutes } from './test-routes.ts';

const slow = endpoint({
  name: 'slow',
  method: 'GET',
  path: '/slow',
  summary: 'Takes its time.',
  permission: 'public',
  reply: Type.Object({ done: Type.Boolean() }),
});

test('a request that was accepted is answered before the server ends', async () => {
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const route = bind(slow, async () => {
    begun.resolve();
    await release.promise;
    return { done: true };
  });
  const own = await startTestRoutes([route]);
  const answering = fetch(`${own.url}/slow`);
  await begun.promise;

  let isEnded = false;
  const ended = own[Symbol.asyncDispose]().then(() => {
    isEnded = true;
  });
  await delay(100);
  assert.equal(isEnded, false, 'the stop waits');
  release.resolve();

  const answer = await answering;
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { done: true });
  await ended;
  await assert.rejects(fetch(`${own.url}/slow`), 'nobody listens any more');
});

test('a stop turns readiness red, ends streams, and is done', async () => {
  const server = await startTestServer();
  const authorization = `Bearer ${server.resources.keys.operatorToken}`;
  const stream = await fetch(`${server.url}${followEvents.path}`, { headers: { authorization } });
  assert.equal(stream.status, 200);

  const stopped = server.app.stop();
  const readiness = await server.inject({ method: 'GET', url: readReadiness.path });
  assert.equal(readiness.statusCode, 503);
  assert.equal(readiness.headers.connection, 'close');
  const accepting = (readiness.json() as { checks: { name: string; ok: boolean }[] }).checks.find(
    ({ name }) => name === 'accepting',
  );
  assert.equal(accepting?.ok, false);

  assert.match(await stream.text(), /^: open\n\n/, 'the stream ended of its own accord');
  await stopped;
  await server[Symbol.asyncDispose]();
});
