import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addPerson, askEndpoint, callEndpoint, openSignUpLink, signIn, signUp } from '@spring-rain/contract';
import { fromBase32 } from '../packages/server/src/modules/accounts/test-accounts.ts';
import { totpCode, totpStepAt } from '../packages/server/src/modules/accounts/totp.ts';
import { type OwnServer, startOwnServer } from './own-server.ts';
import type { Row } from './table.ts';

const perSecond = 20;
const timeAimMs = 800;
const delayAimMs = 50;
/** Every fourth try is for a login that nobody has: it must take as long. */
const unknownEvery = 4;
const settleMs = 5_000;
/** An hour of tries is measured at most. */
const triesMax = 72_000;

interface BenchPerson {
  readonly login: string;
  readonly password: string;
  readonly secret: Buffer;
}

/**
 * Sign-ins at a steady rate, whether or not the last one was answered, against a server in a process of its own: how long
 * each takes, and how long everything else there waits for the event loop meanwhile.
 */
export async function benchSignIn({ seconds }: { seconds: number }): Promise<Row[]> {
  await using server = await startOwnServer();
  const url = `http://127.0.0.1:${server.port}`;
  const count = Math.min(triesMax, perSecond * seconds);
  const people = await enrolMany(server, url, count);
  await delay(settleMs);
  // Its p99 is of the time since it was last read.
  await readLoopDelayMs(url);
  const times = { known: [] as number[], unknown: [] as number[] };
  let busy = 0;
  const startedAt = performance.now();
  const tries = people.map(async (person, index) => {
    await delay(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()));
    const isKnown = index % unknownEvery !== 0;
    const tookMs = await timedTry(url, person, isKnown);
    if (tookMs === undefined) busy += 1;
    else times[isKnown ? 'known' : 'unknown'].push(tookMs);
  });
  await Promise.all(tries);
  const loopDelayMs = await readLoopDelayMs(url);
  const [known, unknown] = [at95(times.known), at95(times.unknown)];
  const sample = `${count} sign-ins at ${perSecond}/s, every fourth of an unknown login, embedded database`;
  const aims = { against: '–', sample };
  return [
    {
      work: 'sign-in, p95',
      ...aims,
      aim: `≤ ${timeAimMs} ms`,
      ours: `${known.toFixed(0)} ms`,
      holds: busy === 0 && known <= timeAimMs && unknown <= timeAimMs,
      notes: [`p95 of unknown logins: ${unknown.toFixed(0)} ms; refused because too many waited: ${busy}`],
    },
    {
      work: 'event-loop delay while signing in, p99',
      ...aims,
      aim: `≤ ${delayAimMs} ms`,
      ours: `${loopDelayMs.toFixed(1)} ms`,
      holds: loopDelayMs <= delayAimMs,
      notes: ['as monitorEventLoopDelay counts it, its own resolution of 10 ms included'],
    },
  ];
}

async function enrolMany({ folder }: OwnServer, url: string, count: number): Promise<BenchPerson[]> {
  const token = (await readFile(join(folder, 'data', 'keys', 'operator.token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}` };
  const people: BenchPerson[] = [];
  for (let number = 0; number < count; number += 1) {
    const body = { login: `officer-${number}`, name: `Officer ${number}`, role: 'analyst', by: 'bench' } as const;
    const { path } = await callEndpoint(url, addPerson, { body }, { headers });
    people.push(await enrol(url, body.login, path.split('/').at(-1) ?? ''));
  }
  return people;
}

async function enrol(url: string, login: string, token: string): Promise<BenchPerson> {
  const { ticket, totpSecret } = await callEndpoint(url, openSignUpLink, { body: { token } });
  const secret = fromBase32(totpSecret);
  const password = `${login} has a few long words`;
  const code = totpCode(secret, totpStepAt(new Date()));
  await callEndpoint(url, signUp, { body: { token, ticket, password, code } });
  return { login, password, secret };
}

/** Milliseconds; undefined for one that was refused because too many waited. */
async function timedTry(
  url: string,
  { login, password, secret }: BenchPerson,
  isKnown: boolean,
): Promise<number | undefined> {
  // The code after the present one: the present one may be the one that proved the app.
  const code = totpCode(secret, totpStepAt(new Date()) + 1);
  const body = { login: isKnown ? login : `nobody-${login}`, password, code };
  const startedAt = performance.now();
  const { status } = await askEndpoint(url, signIn, { body });
  const tookMs = performance.now() - startedAt;
  if (status === 503) return undefined;
  if (status !== (isKnown ? 200 : 401)) throw new Error(`A sign-in was answered ${status}; the times would be false.`);
  return tookMs;
}

async function readLoopDelayMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1];
  if (found === undefined) throw new Error('The server does not say its event-loop delay.');
  return Number(found) * 1000;
}

function at95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}
