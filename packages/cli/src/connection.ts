import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callEndpoint, type Endpoint, type Input, type Output, readHealth } from '@spring-rain/contract';
import { type Config, openApp } from '@spring-rain/server';

/** How long to wait for a running server to say that it lives. */
const healthTimeoutMs = 2_000;

/** Calls endpoints as this host's operator, wherever the server is. */
export interface Connection extends AsyncDisposable {
  call<E extends Endpoint>(endpoint: E, input: Input<E>, headers?: Record<string, string>): Promise<Output<E>>;
  /** Set when a running server answers; absent when this process opened the data itself. */
  readonly runningAt?: string;
  /** The operator's token, for downloads that are not JSON. */
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly baseUrl: string;
}

/**
 * Speaks to the server that runs on this data folder; opens the folder (or the database) itself when none runs.
 * Two processes never hold one embedded database.
 */
export async function connect(config: Config): Promise<Connection> {
  const running = await findRunning(config);
  if (running !== undefined) return connection(running.url, running.token, fetch, undefined);
  // What a person asked for stands on the terminal, not what the machine room has to say.
  const app = await openApp({ ...config, logLevel: 'warn' });
  return connection(app.baseUrl, app.operatorToken, app.fetch, () => app.close());
}

/** The server that runs on this data folder and answers, if any. */
export async function findRunning(config: Config): Promise<{ url: string; token: string } | undefined> {
  const stated = await readStated(config.dataDir);
  if (stated === undefined) return undefined;
  try {
    await callEndpoint(stated.url, readHealth, {}, { fetch: withTimeout(fetch, healthTimeoutMs) });
    return stated;
  } catch {
    // A stale file of a server that was killed: nobody listens there.
    return undefined;
  }
}

async function readStated(dataDir: string): Promise<{ url: string; token: string } | undefined> {
  try {
    const stated: unknown = JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8'));
    const token = (await readFile(join(dataDir, 'keys', 'operator.token'), 'utf8')).trim();
    if (typeof stated === 'object' && stated !== null && 'url' in stated && typeof stated.url === 'string') {
      return { url: stated.url, token };
    }
    return undefined;
  } catch {
    return undefined;
  }
}

function connection(
  baseUrl: string,
  token: string,
  fetcher: typeof fetch,
  close: (() => Promise<void>) | undefined,
): Connection {
  return {
    baseUrl,
    token,
    fetch: fetcher,
    ...(close === undefined ? { runningAt: baseUrl } : {}),
    call: (endpoint, input, headers = {}) =>
      callEndpoint(baseUrl, endpoint, input, {
        fetch: fetcher,
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
    [Symbol.asyncDispose]: async () => close?.(),
  };
}

function withTimeout(fetcher: typeof fetch, timeoutMs: number): typeof fetch {
  return (input, init) => fetcher(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
}
