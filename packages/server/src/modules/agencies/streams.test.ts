import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { closeAgency, endRole, followEvents, listMembers } from '@spring-rain/contract';
import { inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { makeApiKey, makePerson } from '../accounts/test-staff.ts';
import { named, openAgency } from './test-agencies.ts';

const limitMs = 10_000;
const streams = { recheckSeconds: 0.05, heartbeatSeconds: 60 };

test('the open stream of a member who is removed ends, and a colleague’s goes on', async () => {
  await using server = await startTestServer({ streams });
  const id = await openAgency(server);
  const removed = await makePerson(server, { roles: ['analyst'], agencyId: id });
  const colleague = await makePerson(server, { roles: ['analyst'], agencyId: id });
  const [stream, other] = [await follow(server, removed.headers), await follow(server, colleague.headers)];

  const { rows } = (await server.call(listMembers, { params: { id }, query: {} })).body;
  const membershipId = rows!.find(({ personId }) => personId === removed.personId)!.id;
  await server.call(endRole, { params: { id, membershipId }, body: named });

  // It ends by itself: all of it can be read.
  assert.match(await stream.text(), /^: open/);
  await inTransaction({ ...server.ctx, agencyId: id }, (tx) => emit(tx, 'report.filed', { subjectId: 'later' }));
  assert.match(await readUntil(other, /later/), /event: report\.filed/);
  assert.equal((await follow(server, removed.headers)).status, 401);
});

test('the open stream of a key ends when its agency is closed', async () => {
  await using server = await startTestServer({ streams });
  const id = await openAgency(server);
  const key = await makeApiKey(server, { scopes: ['events.follow'], agencyId: id });
  const stream = await follow(server, key.headers);
  await server.call(closeAgency, { params: { id }, body: named });
  assert.match(await stream.text(), /^: open/);
});

test('a stream that is merely open does not keep its session from ending', async () => {
  await using server = await startTestServer({ streams });
  const person = await makePerson(server, { roles: ['analyst'] });
  const stream = await follow(server, person.headers);
  const halfway = server.resources.profile.signIn.idleMinutes / 2;
  server.clock.advance({ minutes: halfway });
  await delay(200);
  server.clock.advance({ minutes: halfway + 1 });
  assert.match(await stream.text(), /^: open/);
});

function follow(server: TestServer, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${server.url}${followEvents.path}`, { headers, signal: AbortSignal.timeout(limitMs) });
}

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
