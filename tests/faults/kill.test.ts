import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callEndpoint, fileReport, listReports, readReceipt } from '@spring-rain/contract';
import { makePlace, type Place, type ServerProcess, startServer } from './server-process.ts';

const reportsCount = 1_000;
const senders = 20;
/** After so many acknowledged reports the server is killed, with others on their way. */
const killsAfter = [150, 420, 777];
/** A report that was not acknowledged is sent again, under its key, until it is. */
const triesMax = 200;

test('kill -9 during 1,000 submissions loses no acknowledged report, and keeps none twice', async () => {
  await using place = await makePlace();
  await using crashing = await openCrashingServer(place);
  const acknowledged = new Map<number, string>();

  await Promise.all(
    Array.from({ length: senders }, async (_sender, first) => {
      for (let at = first; at < reportsCount; at += senders) {
        acknowledged.set(at, await sendUntilKept(crashing, at));
        if (killsAfter.includes(acknowledged.size)) await crashing.crash();
      }
    }),
  );
  // The last moment counts too: the answers are out, nothing else has happened since.
  await crashing.crash();

  const { url } = await crashing.running();
  // A few readers at a time, as there are senders: what is asked here is what was kept, not how many may ask at once.
  const waiting = [...acknowledged.entries()];
  const found = new Map<number, string | undefined>();
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [at, receipt] = next;
        found.set(at, await textBehind(url, at, receipt));
      }
    }),
  );
  const held = [...acknowledged.keys()].map((at) => found.get(at));
  assert.deepEqual(held, [...acknowledged.keys()].map(textOf));
  assert.equal(new Set(acknowledged.values()).size, reportsCount);
  const kept = await listTexts(url, await place.readOperatorToken());
  assert.deepEqual(kept.toSorted(), held.toSorted());

  assert.equal(crashing.crashes, killsAfter.length + 1);
  assert.ok(crashing.brokenRequests > 0, 'some reports were on their way when it was killed');
});

function textOf(at: number): string {
  return `第 ${at} 条：点击 http://evil-${at}.example/pay 领取退款`;
}

/** An address of its own for each report. */
function addressOf(at: number): string {
  return `10.0.${Math.floor(at / 250)}.${(at % 250) + 1}`;
}

interface CrashingServer extends AsyncDisposable {
  readonly crashes: number;
  brokenRequests: number;
  /** The server that runs now, or the next one, once it is up again. */
  running(): Promise<ServerProcess>;
  crash(): Promise<void>;
}

async function openCrashingServer(place: Place): Promise<CrashingServer> {
  let current: Promise<ServerProcess> = startServer(place);
  let crashes = 0;
  await current;
  return {
    get crashes() {
      return crashes;
    },
    brokenRequests: 0,
    running: () => current,
    async crash() {
      crashes += 1;
      const dying = await current;
      current = dying.killHard().then(() => startServer(place));
      await current;
    },
    [Symbol.asyncDispose]: async () => {
      await (await current).killHard();
    },
  };
}

async function sendUntilKept(server: CrashingServer, at: number): Promise<string> {
  const headers = { 'idempotency-key': `report-number-${at}`, 'x-forwarded-for': addressOf(at) };
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { url } = await server.running();
    try {
      const { receipt } = await callEndpoint(url, fileReport, { body: { text: textOf(at) } }, { headers });
      return receipt;
    } catch (error) {
      // A connection that broke is not an answer; anything that the server itself said fails the test.
      if (!(error instanceof TypeError)) throw error;
      server.brokenRequests += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`Report ${at} was not kept after ${triesMax} tries.`);
}

async function textBehind(url: string, at: number, receipt: string): Promise<string | undefined> {
  const headers = { 'spring-rain-receipt': receipt, 'x-forwarded-for': addressOf(at) };
  const { text } = await callEndpoint(url, readReceipt, {}, { headers });
  return text;
}

/** The texts of all reports that are kept, as the operator sees them. */
async function listTexts(url: string, token: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${token}` };
  const texts: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = await callEndpoint(url, listReports, { query }, { headers });
    texts.push(...page.rows.map(({ excerpt }) => excerpt));
    cursor = page.next;
  } while (cursor !== undefined && texts.length <= reportsCount);
  return texts;
}
