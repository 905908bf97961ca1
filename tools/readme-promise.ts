/**
 * What the README promises, as a stranger would try it: `npm start` in this checkout, with a data folder of its own,
 * prints an address; the page answers; a site of the shipped police list is known; a second start goes on from there.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const startLimitMs = 60_000;
const folder = await mkdtemp(join(tmpdir(), 'spring-rain-promise-'));
const environment = {
  ...process.env,
  PORT: '0',
  DATA_DIR: join(folder, 'data'),
  SPRING_RAIN_KEYS_DIR: join(folder, 'keys'),
  DATABASE_URL: '',
};

try {
  const known = await aKnownSite();
  for (const round of ['first start', 'second start']) {
    const startedAt = performance.now();
    await using server = await start();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const home = await fetch(server.address);
    wanted(home.status === 200, `${round}: wanted 200 from the home page, found ${home.status}`);
    const answer = await fetch(new URL('/api/checks', server.address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: known }),
    });
    const body: unknown = await answer.json();
    const verdict = typeof body === 'object' && body !== null && 'verdict' in body ? body.verdict : undefined;
    wanted(verdict === 'known-scam', `${round}: wanted known-scam for a listed site, found ${JSON.stringify(verdict)}`);
    console.log(`${round}: first page after ${seconds} s, a listed site is ${String(verdict)}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function wanted(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** A site of the shipped police list that stands on a host of its own. */
async function aKnownSite(): Promise<string> {
  const list = await readFile('packages/server/data/taiwan165.jsonl', 'utf8');
  for (const line of list.split('\n')) {
    const row: unknown = JSON.parse(line);
    if (
      typeof row === 'object' &&
      row !== null &&
      'url' in row &&
      typeof row.url === 'string' &&
      /^[a-z0-9-]+\.(top|vip|xyz)$/.test(row.url)
    ) {
      return row.url;
    }
  }
  throw new Error('The shipped police list holds no plain domain.');
}

async function start(): Promise<AsyncDisposable & { address: string }> {
  const child = spawn('npm', ['start', '--silent'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address within ${startLimitMs} ms:\n${output}`)), startLimitMs);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /https?:\/\/[^\s"]+/.exec(output);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', () => reject(new Error(`npm start ended without an address:\n${output}`)));
  });
  return {
    address,
    [Symbol.asyncDispose]: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await ended;
    },
  };
}
