import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openEmptyTestDatabase } from '../../packages/server/src/platform/test-database.ts';

const program = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

/** The first start takes the shipped lists in, on a machine that may be busy with other tests. */
const startLimitMs = 180_000;

/** A data folder, and a database on the engine that the suite runs on, which outlive the processes that use them. */
export interface Place extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  readOperatorToken(): Promise<string>;
}

export async function makePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-fault-'));
  const database = await openEmptyTestDatabase();
  const dataDir = join(folder, 'data');
  return {
    environment: {
      DATA_DIR: dataDir,
      SPRING_RAIN_KEYS_DIR: join(folder, 'keys'),
      SPRING_RAIN_ADOPT_SHIPPED: 'no',
      DATABASE_URL: database.url ?? '',
      PORT: '0',
      FLOOD_PROOF: 'off',
      // Every report comes from an address of its own, as behind a proxy.
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'error',
    },
    readOperatorToken: async () => (await readFile(join(dataDir, 'keys', 'operator.token'), 'utf8')).trim(),
    [Symbol.asyncDispose]: async () => {
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The real program in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** Ends it as a power cut would: no signal handler runs. */
  killHard(): Promise<void>;
  /** Asks it to stop, as a service manager does; answers its exit code once it has ended. */
  stop(): Promise<number | null>;
  /** What it has written so far, on both of its outputs. */
  said(): string;
}

export async function startServer(place: Place): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...place.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const killHard = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  };
  const written: string[] = [];
  try {
    const url = await addressOf(child);
    child.stdout.setEncoding('utf8').on('data', (text: string) => written.push(text));
    const said = () => [...errors, ...written].join('');
    return { url, killHard, stop, said, [Symbol.asyncDispose]: killHard };
  } catch (error) {
    await killHard();
    throw new Error(`The server did not start: ${errors.join('').slice(-2_000)}`, { cause: error });
  }
}

/** The one address that the program prints. */
async function addressOf(child: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(startLimitMs);
  for await (const line of createInterface({ input: child.stdout!, signal })) {
    const [url] = /https?:\/\/\S+/.exec(line) ?? [];
    if (url !== undefined) {
      child.stdout!.resume();
      return url;
    }
  }
  throw new Error('It ended, or took too long, before it printed an address.');
}
