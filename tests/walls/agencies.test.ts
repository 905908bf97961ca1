import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  adoptSource,
  appealListing,
  checkText,
  decideAppeal,
  decideCampaign,
  importIndicators,
  importReports,
  listAppeals,
  listCampaigns,
  listIndicator,
  readReceipt,
  readReport,
  transferReport,
  urlOf,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { makeAgency, makePerson, type TestPerson } from '../../packages/server/src/modules/accounts/test-staff.ts';
import { file, refundScript, startCampaignServer } from '../../packages/server/src/modules/campaigns/test-campaigns.ts';
import { startTestServer, type TestServer } from '../../packages/server/src/platform/test-server.ts';

/** Several agencies on one installation: each works on its own, and what is adopted or released answers everyone. */

interface Neighbour {
  readonly agencyId: string;
  readonly officer: TestPerson;
}

async function neighbourOf(server: TestServer): Promise<Neighbour> {
  const agencyId = await makeAgency(server);
  const roles = ['analyst', 'investigator', 'publisher', 'supervisor', 'reporter-liaison'] as const;
  return { agencyId, officer: await makePerson(server, { roles, agencyId }) };
}

/** What happens reaches its readers a moment later. */
async function eventually(isSo: () => Promise<boolean>, server?: TestServer): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await server?.runJobs();
    if (await isSo()) return;
    await delay(25);
  }
  assert.fail('What was waited for did not come to pass.');
}

async function verdictOf(server: TestServer, text: string): Promise<string> {
  return (await server.call(checkText, { body: { text } })).body.verdict;
}

/** Reports of an agency’s own, by different people. */
async function bring(server: TestServer, { officer }: Neighbour, texts: readonly string[]): Promise<void> {
  const rows = texts.map((text, index) => ({ line: index + 1, raw: JSON.stringify({ text }) }));
  const source = `brought-${randomUUID().slice(0, 8)}`;
  const body = { source, fileHash: randomUUID().replaceAll('-', '').repeat(2), rows, by: officer.name };
  const { status, body: said } = await server.call(importReports, { body }, { headers: officer.headers });
  assert.equal(status, 200, JSON.stringify(said));
}

test('what any agency listed answers the public, and an objection to it reaches that agency', async () => {
  await using server = await startTestServer();
  const neighbour = await neighbourOf(server);
  const { officer } = neighbour;
  assert.equal(await verdictOf(server, 'evil-neighbour.top'), 'no-record');
  const listed = await server.call(
    listIndicator,
    { body: { kind: 'domain', value: 'evil-neighbour.top', by: officer.name, reason: 'Three victims.' } },
    { headers: officer.headers },
  );
  assert.equal(listed.status, 201);
  await eventually(async () => (await verdictOf(server, 'evil-neighbour.top')) === 'known-scam');

  const appeal = await server.call(
    appealListing,
    { body: { value: 'evil-neighbour.top', text: 'It is our shop.' } },
    { headers: { 'idempotency-key': randomUUID() } },
  );
  assert.equal(appeal.status, 201, JSON.stringify(appeal.body));
  assert.deepEqual((await server.call(listAppeals, { query: {} })).body.rows, [], 'the host has nothing to hear');
  const { body: waiting } = await server.call(listAppeals, { query: {} }, { headers: officer.headers });
  assert.equal(waiting.rows.length, 1);
  const holding = { headers: { 'spring-rain-receipt': appeal.body.receipt } };
  assert.equal((await server.call(readReceipt, {}, holding)).status, 200);

  const hearer = await makePerson(server, { roles: ['supervisor'], agencyId: neighbour.agencyId });
  const heard = await server.call(
    decideAppeal,
    {
      params: { id: waiting.rows[0]!.id },
      body: { outcome: 'upheld', by: hearer.name, reason: 'It is their shop.' },
    },
    { headers: hearer.headers },
  );
  assert.equal(heard.body.state, 'upheld', JSON.stringify(heard.body));
  await eventually(async () => (await verdictOf(server, 'evil-neighbour.top')) !== 'known-scam');
});

test('a list counts for everyone once its agency adopts it, and says nothing before', async () => {
  await using server = await startTestServer();
  const { officer } = await neighbourOf(server);
  const { headers } = officer;
  const body = {
    source: 'neighbours-list',
    role: 'known-scam',
    kind: 'domain',
    format: 'plain',
    by: officer.name,
    rows: [{ line: 1, raw: 'evil-listed.top' }],
  } as const;
  const brought = await server.call(importIndicators, { body: { ...body, rows: [...body.rows] } }, { headers });
  assert.equal(brought.status, 200, JSON.stringify(brought.body));
  assert.equal(await verdictOf(server, 'evil-listed.top'), 'no-record');
  const adopted = await server.call(
    adoptSource,
    { params: { name: 'neighbours-list' }, body: { by: officer.name, reason: 'Checked a sample.' } },
    { headers },
  );
  assert.equal(adopted.status, 201, JSON.stringify(adopted.body));
  await eventually(async () => (await verdictOf(server, 'evil-listed.top')) === 'known-scam');
});

test('an agency’s reports are linked as its own; what it releases is named to all, and nothing before', async () => {
  await using server = await startCampaignServer();
  const neighbour = await neighbourOf(server);
  const other = await neighbourOf(server);
  const { headers, name } = neighbour.officer;
  // Told to the host by several people, and handed over to whom it concerns.
  for (const end of ['。', '！', '～', '…']) {
    const id = await file(server, { text: `${refundScript}${end}微信 kefu8812` });
    const body = { toAgencyId: neighbour.agencyId, by: 'Officer Lin', reason: 'It is theirs.' };
    assert.equal((await server.call(transferReport, { params: { id }, body })).status, 200);
  }
  const campaigns = async (asked: Neighbour) =>
    (await server.call(listCampaigns, { query: {} }, { headers: asked.officer.headers })).body.rows;
  await eventually(async () => (await campaigns(neighbour))[0]?.reports === 4, server);
  assert.deepEqual(await campaigns(other), []);

  const mention = async () => (await server.call(checkText, { body: { text: refundScript } })).body.campaign;
  assert.equal(await mention(), undefined);
  const [campaign] = await campaigns(neighbour);
  const stolen = await server.call(
    decideCampaign,
    { params: { id: campaign!.id }, body: { action: 'close', by: other.officer.name, reason: 'Not ours.' } },
    { headers: other.officer.headers },
  );
  assert.equal(stolen.body.code, 'request.not_found');
  const released = await server.call(
    decideCampaign,
    { params: { id: campaign!.id }, body: { action: 'release', by: name, reason: 'Many are asked.' } },
    { headers },
  );
  assert.equal(released.status, 201, JSON.stringify(released.body));
  await eventually(async () => (await mention())?.id === campaign!.id);
});

/** Of each sort so many tries, turn by turn, so that whatever else the machine does falls on both. */
const triesEach = 1_000;
/** Medians that differ by less than this share of them cannot be told apart in so many tries. */
const tolerance01 = 0.1;

test('an id of another agency answers as one that never was: the same body, in the same time', async () => {
  await using server = await startTestServer({ limitsRequests: false });
  const neighbour = await neighbourOf(server);
  const stranger = await neighbourOf(server);
  await bring(server, neighbour, ['请转账到安全账户 13800138000']);
  const { rows } = await sql<{ id: string }>`select id from report`.execute(server.resources.database.admin);
  const foreign = rows[0]!.id;
  // Of the same moment, so that it lies at the same place of the index.
  const never = `${foreign.slice(0, -4)}${foreign.endsWith('0000') ? '0001' : '0000'}`;
  const ask = async (id: string): Promise<{ text: string; ms: number }> => {
    const startedAt = performance.now();
    const response = await fetch(urlOf(server.url, readReport, { params: { id } }), {
      headers: { ...stranger.officer.headers, 'accept-language': 'en' },
    });
    const text = await response.text();
    assert.equal(response.status, 404);
    return { text, ms: performance.now() - startedAt };
  };
  for (let warmUp = 0; warmUp < 50; warmUp += 1) await ask(warmUp % 2 === 0 ? foreign : never);
  const times = { foreign: [] as number[], never: [] as number[] };
  for (let pair = 0; pair < triesEach; pair += 1) {
    // Whoever comes second finds warmer caches: they take turns at that too.
    const order = pair % 2 === 0 ? (['foreign', 'never'] as const) : (['never', 'foreign'] as const);
    const said = new Set<string>();
    for (const which of order) {
      const { text, ms } = await ask(which === 'foreign' ? foreign : never);
      times[which].push(ms);
      said.add(text);
    }
    assert.equal(said.size, 1, 'the same body');
  }
  const [one, other] = [medianOf(times.foreign), medianOf(times.never)];
  const difference01 = Math.abs(one - other) / Math.min(one, other);
  assert.ok(difference01 < tolerance01, `medians ${one.toFixed(3)} and ${other.toFixed(3)} ms can be told apart`);
});

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
