import { rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from './app.ts';
import type { Config } from './config.ts';
import { makeFirstLink } from './modules/accounts/index.ts';
import { ensureShippedSources } from './modules/indicators/index.ts';
import { isLoopback } from './platform/http/address.ts';
import { openResources, type Resources } from './platform/resources.ts';
import { version } from './version.ts';

/** A server that answers. */
export interface Served extends AsyncDisposable {
  /** What a person opens. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Gets lines for a person: the address on standard output, everything else on standard error, unless given. */
  readonly say?: { readonly address: (line: string) => void; readonly note: (line: string) => void };
  /** Whether SIGTERM and SIGINT stop the server, as they do for a program of its own. */
  readonly handlesSignals?: boolean;
  /** Whether the lists that ship are taken in first; a test that is not about them leaves them out. */
  readonly takesInShipped?: boolean;
}

const toTerminal = {
  address: (line: string) => void process.stdout.write(`${line}\n`),
  note: (line: string) => void process.stderr.write(`${line}\n`),
};

/** Past this a stop is no longer graceful. */
const stopLimitMs = 30_000;

/** Config → resources → app → listen. Says the one address, and at the first start what the operator must know. */
export async function serve(config: Config, options: ServeOptions = {}): Promise<Served> {
  const say = options.say ?? toTerminal;
  const resources = await openResources(config);
  let app: App | undefined;
  try {
    sayFirstStart(resources, say.note);
    if (options.takesInShipped !== false) await takeInShippedSources(resources, say.note);
    app = await startApp(resources);
    const port = await app.listen(config);
    const url = `${config.tls === undefined ? 'http' : 'https'}://${shownHost(config)}:${port}`;
    const stateFile = await writeState(
      config,
      config.tls === undefined ? url : `http://127.0.0.1:${await app.listenLocally()}`,
    );
    warnOfPlainHttp(config, say.note);
    say.address(`Spring Rain ${version} is at ${url}`);
    await sayFirstLink(resources, { url: config.publicUrl ?? url, note: say.note });
    const served = stoppable({ app, resources, stateFile, url });
    if (options.handlesSignals !== false) stopOnSignals(served, resources);
    return served;
  } catch (error) {
    await app?.stop();
    await resources.close();
    throw error;
  }
}

/** The app of a data folder that no server holds, for the CLI; it listens on the loopback interface only. */
export interface OpenedApp {
  readonly baseUrl: string;
  readonly operatorToken: string;
  readonly fetch: typeof fetch;
  close(): Promise<void>;
}

/** Opens the data for one command: no jobs run, nothing is printed but what the first start must say. */
export async function openApp(config: Config): Promise<OpenedApp> {
  const resources = await openResources(config);
  try {
    sayFirstStart(resources, toTerminal.note);
    const app = await startApp(resources, { works: false });
    const baseUrl = `http://127.0.0.1:${await app.listenLocally()}`;
    const close = async () => {
      await app.stop();
      await resources.close();
    };
    return { baseUrl, operatorToken: resources.keys.operatorToken, fetch, close };
  } catch (error) {
    await resources.close();
    throw error;
  }
}

function stoppable(given: { app: App; resources: Resources; stateFile: string; url: string }): Served {
  const { app, resources, stateFile, url } = given;
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      await rm(stateFile, { force: true });
      await app.stop();
      await resources.close();
    })();
    return stopped;
  };
  return { url, stop, [Symbol.asyncDispose]: stop };
}

/** The first signal stops gracefully, the second at once. */
function stopOnSignals(served: Served, { log }: Resources): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    const limit = setTimeout(() => {
      log.error({ limitMs: stopLimitMs }, 'the stop took too long and was cut short');
      process.exit(1);
    }, stopLimitMs);
    served.stop().then(
      () => {
        clearTimeout(limit);
        process.exit(0);
      },
      (error) => {
        log.error({ error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** Where the CLI on this host finds the running server. */
async function writeState({ dataDir }: Config, url: string): Promise<string> {
  const file = join(dataDir, 'server.json');
  await writeFile(file, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 });
  return file;
}

function shownHost({ host }: Config): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIP(host) === 6 ? `[${host}]` : host;
}

function warnOfPlainHttp(config: Config, note: (line: string) => void): void {
  const isLocal = config.host === 'localhost' || isLoopback(config.host);
  if (isLocal || config.tls !== undefined || config.publicUrl?.startsWith('https://') === true) return;
  note(
    `Warning: HOST is ${config.host} and there is no TLS, so what people report can be read on the way. ` +
      'Set TLS_CERT and TLS_KEY, or put a proxy with TLS in front and set PUBLIC_URL=https://… and TRUSTED_PROXIES.',
  );
}

function sayFirstStart({ newContactKey }: Resources, note: (line: string) => void): void {
  if (newContactKey === undefined) return;
  note(`Contact details will be sealed. The key that opens them is ${newContactKey.privateKeyFile}`);
  if (newContactKey.passphrase === undefined) return;
  note('Its passphrase is shown once, now, and kept nowhere. Write it down:');
  note(`  ${newContactKey.passphrase}`);
}

/** While nobody has an account: where the first administrator makes one. Each start ends the link of the one before. */
async function sayFirstLink(
  resources: Resources,
  { url, note }: { readonly url: string; readonly note: (line: string) => void },
): Promise<void> {
  const path = await makeFirstLink(resources.context({ role: 'accounts', name: 'first start' }));
  if (path === undefined) return;
  const { linkHours } = resources.profile.signIn;
  note(`Nobody has an account yet. The first administrator makes one here, once, within ${linkHours} hours:`);
  note(`  ${new URL(path, url)}`);
}

/** Takes in the lists that ship with the program; under whose name they are adopted is said. */
async function takeInShippedSources(resources: Resources, note: (line: string) => void): Promise<void> {
  const by = resources.config.adoptShipped ? userInfo().username : undefined;
  const outcome = await ensureShippedSources(resources.context({ role: 'app', name: 'operator' }), {
    adoptBy: by,
    onProgress: showProgress(note),
  });
  if (outcome.imported.length === 0) return;
  for (const { source, line, reason } of outcome.refused) note(`${source}, line ${line}: refused, ${reason}`);
  if (outcome.adopted.length === 0) {
    note('The shipped lists are here and count for nothing yet. Adopt them: npx spring-rain sources adopt NAME');
    return;
  }
  note(`Adopted under the name ${by}: ${outcome.adopted.join(', ')}. Take one back: npx spring-rain sources drop NAME`);
}

type Progress = NonNullable<Parameters<typeof ensureShippedSources>[1]['onProgress']>;

/** One line a list that is rewritten on a terminal; elsewhere one line when a list is in. */
function showProgress(note: (line: string) => void): Progress {
  return ({ source, done, rows }) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r\u001b[K${source}: ${done} of ${rows}${done === rows ? '\n' : ''}`);
    else if (done === rows) note(`${source}: ${rows} values read`);
  };
}
