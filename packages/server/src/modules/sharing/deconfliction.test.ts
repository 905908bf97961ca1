import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askDeconfliction,
  decideDeconflictionConsent,
  listDeconflictionAnswers,
  transferReport,
} from '@spring-rain/contract';
import { hostAgencyId } from '../../platform/context.ts';
import type { TestPerson } from '../accounts/test-staff.ts';
import { draftOf, file, logOf, type Neighbours, share, startNeighbours } from './test-sharing.ts';

const value = '13800138000';

async function ask({ server }: Neighbours, { name, headers }: TestPerson, asked: string = value) {
  const body = { kind: 'phone', value: asked, by: name, reason: 'Case 7.' } as const;
  return await server.call(askDeconfliction, { body }, { headers });
}

async function consent({ server }: Neighbours, { name, headers }: TestPerson, isGiven = true): Promise<void> {
  const body = { kind: 'phone', isGiven, by: name, reason: 'Agreed.' } as const;
  assert.equal((await server.call(decideDeconflictionConsent, { body }, { headers })).status, 200);
}

/** The host and the other agency each hold a report of the same number. */
async function startBothHolding(): Promise<Neighbours & { readonly ownId: string }> {
  const neighbours = await startNeighbours();
  const { server, other, giver } = neighbours;
  const theirs = await file(server);
  await server.call(
    transferReport,
    { params: { id: theirs.id }, body: { toAgencyId: other, by: giver.name, reason: 'Theirs.' } },
    { headers: giver.headers },
  );
  return { ...neighbours, ownId: (await file(server)).id };
}

test('two agencies that met the same value both learn that the other asks to be contacted, and no more', async () => {
  await using both = await startBothHolding();
  const { server, giver, receiver, stranger, other } = both;
  const answer = async (person: TestPerson, asked?: string) =>
    (await ask(both, person, asked)).body.anotherAgencyAsksToBeContacted;
  assert.equal(await answer(giver), false, 'nobody takes part');
  await consent(both, giver);
  assert.equal(await answer(giver), false, 'the other does not take part');
  await consent(both, receiver);
  assert.equal(await answer(giver), true);
  assert.equal(await answer(giver, '13800138001'), false, 'a value that nobody met');
  await consent(both, stranger);
  assert.equal(await answer(stranger), false, 'whoever has not met it does not fish for it');

  const { body } = await server.call(listDeconflictionAnswers, { query: {} }, { headers: receiver.headers });
  assert.deepEqual(
    body.rows.map((row) => [row.by, row.value, row.anotherAgencyAsksToBeContacted]),
    [['another agency', '+8613800138000', true]],
  );
  assert.ok(!JSON.stringify(body).includes('Case 7'), 'why the other asks is theirs');
  const own = await server.call(listDeconflictionAnswers, { query: {} }, { headers: giver.headers });
  assert.equal(own.body.rows.length, 4);
  assert.equal(
    (await logOf(both, hostAgencyId)).filter((line) => line === 'ask-deconfliction deconfliction').length,
    4,
  );
  assert.equal((await logOf(both, other)).filter((line) => line.startsWith('ask-deconfliction')).length, 0);

  await consent(both, receiver, false);
  assert.equal(await answer(giver), false);
});

test('what the other shares already needs no asking', async () => {
  await using both = await startBothHolding();
  const { giver, receiver, ownId } = both;
  await consent(both, giver);
  await consent(both, receiver);
  assert.equal((await ask(both, receiver)).body.anotherAgencyAsksToBeContacted, true);
  await share(both, draftOf(both, ownId));
  assert.equal((await ask(both, receiver)).body.anotherAgencyAsksToBeContacted, false);
});

test('nobody goes through a list of numbers: an hour takes so many questions and no more', async () => {
  await using both = await startNeighbours();
  const { server, giver } = both;
  const most = server.resources.profile.sharing.deconflictionsPerPersonPerHour;
  const asked = await Promise.all(Array.from({ length: most + 3 }, () => ask(both, giver)));
  assert.equal(asked.filter(({ status }) => status === 200).length, most);
  assert.equal(asked.filter(({ body }) => body.code === 'rate.limited').length, 3);
  server.clock.advance({ minutes: 59 });
  assert.equal((await ask(both, giver)).body.code, 'rate.limited');
});

test('yes, no and nobody takes part come after the same time', async () => {
  await using both = await startBothHolding();
  const { server, giver, receiver, stranger } = both;
  const floorMs = server.resources.profile.sharing.deconflictionFloorMs;
  await consent(both, giver);
  await consent(both, receiver);
  const medianOf = async (person: TestPerson, asked?: string) => {
    const times: number[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      const startedAt = performance.now();
      assert.equal((await ask(both, person, asked)).status, 200);
      times.push(performance.now() - startedAt);
    }
    return times.toSorted((one, next) => one - next)[2]!;
  };
  const medians = [await medianOf(giver), await medianOf(giver, '13800138001'), await medianOf(stranger)];
  for (const ms of medians) assert.ok(ms >= floorMs - 1, `${ms} ms is sooner than the floor of ${floorMs} ms`);
  // The floor hides what the look itself takes, unless that is longer: then it is the same look each time.
  assert.ok(Math.max(...medians) < Math.min(...medians) * 1.5, medians.join(', '));
});
