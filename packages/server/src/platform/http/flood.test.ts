import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { appealListing, fileReport, pageEndpoints } from '@spring-rain/contract';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { startTestServer, type TestServer, type TestServerOptions } from '../test-server.ts';
import { purgeSpentProofs } from './flood-store.ts';
import { windowCount } from './window-count.ts';

const free = 3;
const guarded: TestServerOptions = {
  flood: { freeFilings: free, workMaxNumber: 2_000 },
  environment: { TRUSTED_PROXIES: '127.0.0.1' },
};

interface Sent {
  readonly from?: string;
  readonly proof?: string;
  readonly key?: string;
  readonly text?: string;
}

async function file(
  server: TestServer,
  { from = '203.0.113.1', proof, key = randomUUID(), text = 'Call me' }: Sent = {},
) {
  const headers = {
    'x-forwarded-for': from,
    'idempotency-key': key,
    ...(proof === undefined ? {} : { 'spring-rain-proof': proof }),
  };
  return await server.call(fileReport, { body: { text } }, { headers });
}

/** Uses up the free filings of an address; answers the refusal that comes next. */
async function flooded(server: TestServer, from?: string) {
  for (let sent = 0; sent < free; sent += 1) {
    const { status } = await file(server, from === undefined ? {} : { from });
    assert.equal(status, 201);
  }
  const refused = await file(server, from === undefined ? {} : { from });
  assert.equal(refused.status, 429);
  assert.equal(refused.body.code, 'flood.proof_required');
  return refused.body as unknown as { challenge: Challenge; waitingTicket: string; waitSeconds: number };
}

/** Solves a challenge as a client does: the field `proof`. */
async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

test('above the free budget a report needs a proof, which is accepted once', async () => {
  await using server = await startTestServer(guarded);
  const { challenge } = await flooded(server);
  const proof = await solved(challenge);

  assert.equal((await file(server, { proof })).status, 201);

  const replayed = await file(server, { proof });
  assert.equal(replayed.status, 400);
  assert.equal(replayed.body.code, 'flood.proof_invalid');
  assert.ok('challenge' in replayed.body, 'a fresh challenge comes with the refusal');
});

test('who did not get the answer sends the same again and gets the same receipt, without new work', async () => {
  await using server = await startTestServer(guarded);
  const { challenge } = await flooded(server);
  const [proof, key] = [await solved(challenge), randomUUID()];

  const first = await file(server, { proof, key });
  const again = await file(server, { proof, key });

  assert.equal(again.status, 201);
  assert.deepEqual(again.body, first.body);
  const other = await file(server, { proof, key, text: 'Something else' });
  assert.equal(other.body.code, 'idempotency.key_reused');
});

test('a proof sent many times at once files one report', async () => {
  await using server = await startTestServer(guarded);
  const { challenge } = await flooded(server);
  const proof = await solved(challenge);

  const answers = await Promise.all(Array.from({ length: 8 }, () => file(server, { proof })));

  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400, 400, 400, 400, 400, 400, 400]);
});

test('a proof that is expired, forged, wrong, or of another server is refused', async () => {
  const flood = { freeFilings: free, workMaxNumber: 2_000, windowSeconds: 7_200 };
  await using server = await startTestServer({ ...guarded, flood });
  const { challenge } = await flooded(server);
  const proof = await solved(challenge);
  const opened = JSON.parse(Buffer.from(proof, 'base64').toString()) as {
    challenge: { parameters: Record<string, unknown>; signature: string };
    solution: { counter: number; derivedKey: string };
  };
  const changed = (change: (payload: typeof opened) => void) => {
    const copy = structuredClone(opened);
    change(copy);
    return Buffer.from(JSON.stringify(copy)).toString('base64');
  };
  const refusedProofs = [
    'x',
    'wait.1.2.3',
    'a'.repeat(100_00),
    Buffer.from('null').toString('base64'),
    Buffer.from('{"challenge":{},"solution":{}}').toString('base64'),
    changed(({ solution }) => {
      solution.derivedKey = '00'.repeat(32);
    }),
    changed(({ challenge: { parameters } }) => {
      parameters.keyPrefix = '00';
    }),
    changed(({ challenge: { parameters } }) => {
      parameters.data = { until: 9_999_999_999 };
    }),
    changed(({ challenge: { parameters } }) => {
      delete parameters.keySignature;
    }),
  ];
  for (const forged of refusedProofs) {
    const refused = await file(server, { proof: forged });
    assert.equal(refused.body.code, 'flood.proof_invalid', forged.slice(0, 80));
  }
  server.clock.advance({ seconds: server.ctx.profile.flood.workLifetimeSeconds + 1 });
  const late = await file(server, { proof });
  assert.equal(late.body.code, 'flood.proof_invalid');
});

test('without JavaScript a person waits, and the ticket is good once', async () => {
  await using server = await startTestServer(guarded);
  const { waitingTicket, waitSeconds } = await flooded(server);

  const early = await file(server, { proof: waitingTicket });
  assert.equal(early.body.code, 'flood.proof_invalid');

  server.clock.advance({ seconds: waitSeconds });
  assert.equal((await file(server, { proof: waitingTicket })).status, 201);
  assert.equal((await file(server, { proof: waitingTicket })).body.code, 'flood.proof_invalid');
});

test('waiting tickets of one address are counted, because waiting costs a machine nothing', async () => {
  const flood = { freeFilings: 1, waitingPassesPerHour: 2, workMaxNumber: 100, windowSeconds: 3_600 };
  await using server = await startTestServer({ ...guarded, flood });
  await file(server);
  const tickets: string[] = [];
  for (let asked = 0; asked < 3; asked += 1) {
    tickets.push((await file(server)).body.waitingTicket as string);
  }
  server.clock.advance({ seconds: server.ctx.profile.flood.noScriptWaitSeconds });

  const answers = [];
  for (const proof of tickets) answers.push(await file(server, { proof }));

  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201, 429],
  );
  assert.equal(answers[2]?.body.code, 'rate.limited');
});

test('the form shows what to prove and keeps what was typed', async () => {
  await using server = await startTestServer(guarded);
  await flooded(server);
  const headers = { 'x-forwarded-for': '203.0.113.1', 'accept-language': 'en' };
  const body = { text: 'They said my parcel was lost.', idempotencyKey: randomUUID(), contact: 'me@example.org' };

  const form = await server.call(pageEndpoints.fileReportPage, { body }, { headers });

  assert.equal(form.status, 429);
  assert.match(form.body, /They said my parcel was lost\./);
  assert.match(form.body, /me@example\.org/);
  const ticket =
    /name="proof"[^>]*value="(wait\.[^"]+)"/.exec(form.body)?.[1] ??
    /value="(wait\.[^"]+)"[^>]*name="proof"/.exec(form.body)?.[1];
  assert.ok(ticket, 'the form carries a waiting ticket');

  server.clock.advance({ seconds: server.ctx.profile.flood.noScriptWaitSeconds });
  const sent = await server.call(pageEndpoints.fileReportPage, { body: { ...body, proof: ticket } }, { headers });
  assert.equal(sent.status, 200);
  assert.match(sent.body, /\d{4}\s\d{4}\s\d{4}\s\d{4}|\d{16}/);
});

test('the work doubles with each budget that an address uses up, to a bound', async () => {
  const flood = { freeFilings: 1, workMaxNumber: 64, workDoublingsMax: 2 };
  await using server = await startTestServer({ ...guarded, flood });
  const most: number[] = [];
  assert.equal((await file(server)).status, 201);
  for (let sent = 0; sent < 6; sent += 1) {
    const { challenge } = (await file(server)).body as unknown as { challenge: Challenge };
    const solution = await solveChallenge({ challenge, deriveKey });
    most.push(solution?.counter ?? Number.NaN);
    const proof = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
    assert.equal((await file(server, { proof })).status, 201);
  }
  assert.ok(most[0]! <= 64 && most[1]! <= 128, String(most));
  assert.ok(
    most.every((counter) => counter <= 256),
    String(most),
  );
});

test('other addresses, and a campus with its many people, are asked for nothing', async () => {
  const environment = { TRUSTED_PROXIES: '127.0.0.1', CAMPUS_RANGES: '198.51.100.0/24' };
  await using server = await startTestServer({ ...guarded, environment });
  await flooded(server);
  assert.equal((await file(server, { from: '203.0.113.2' })).status, 201);
  for (let sent = 0; sent < free * 5; sent += 1) {
    assert.equal((await file(server, { from: '198.51.100.7' })).status, 201);
  }
});

test('when the whole site is flooded, a proof is asked for sooner from everyone', async () => {
  const flood = { freeFilings: 20, siteFilingsPerMinute: 10, workMaxNumber: 100 };
  await using server = await startTestServer({ ...guarded, flood });
  for (let sent = 0; sent < 10; sent += 1) await file(server, { from: `203.0.113.${sent}` });

  assert.equal((await file(server, { from: '198.51.100.1' })).status, 201, 'a first report is still free');
  assert.equal((await file(server, { from: '198.51.100.1' })).status, 201);
  assert.equal((await file(server, { from: '198.51.100.1' })).body.code, 'flood.proof_required');
  server.clock.advance({ minutes: 2 });
  assert.equal((await file(server, { from: '198.51.100.1' })).status, 201, 'once the flood is over');
});

test('appeals share the guard with reports', async () => {
  await using server = await startTestServer(guarded);
  await flooded(server);
  const refused = await server.call(
    appealListing,
    { body: { value: 'example.com', text: 'Mine.' } },
    { headers: { 'x-forwarded-for': '203.0.113.1', 'idempotency-key': randomUUID() } },
  );
  assert.equal(refused.body.code, 'flood.proof_required');
});

test('the guard can be turned off', async () => {
  await using server = await startTestServer({ flood: false });
  for (let sent = 0; sent < 30; sent += 1) assert.equal((await file(server)).status, 201);
});

test('an honest client solves the profile’s challenge in well under a million steps', async () => {
  await using server = await startTestServer({ ...guarded, flood: { freeFilings: 1 } });
  await file(server);
  const { challenge } = (await file(server)).body as unknown as { challenge: Challenge };
  const solution = await solveChallenge({ challenge, deriveKey });
  assert.ok((solution?.counter ?? Number.NaN) <= server.ctx.profile.flood.workMaxNumber);
});

test('spent proofs are forgotten when they would have expired anyway', async () => {
  await using server = await startTestServer(guarded);
  const { challenge } = await flooded(server);
  await file(server, { proof: await solved(challenge) });

  assert.equal(await purgeSpentProofs(server.jobCtx), 0);
  server.clock.advance({ hours: 1 });
  assert.equal(await purgeSpentProofs(server.jobCtx), 2);
});

test('a window counts what happened within it, and forgets', () => {
  let nowMs = 0;
  const counts = windowCount(1_000, () => nowMs);
  for (let added = 0; added < 10; added += 1) counts.add('a');
  assert.equal(counts.read('a'), 10);
  nowMs = 1_500;
  assert.equal(counts.read('a'), 5, 'half of the window before still counts');
  nowMs = 2_000;
  assert.equal(counts.read('a'), 0);
  assert.equal(counts.read('b'), 0);
});
