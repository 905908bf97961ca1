/** A PostgreSQL of one's own for tests and measurements, from the system's binaries; gone when disposed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface ClusterOptions {
  /** Whether commits reach the disk; false makes tests faster, never a measurement. */
  readonly durable?: boolean;
}

export interface Cluster extends AsyncDisposable {
  /** As the login of the product: may create databases and roles, is neither superuser nor BYPASSRLS. */
  readonly url: string;
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

const versionMin = 15;
const startLimitMs = 30_000;
const stopLimitMs = 15_000;
const login = 'spring_rain';

/** Where packages put PostgreSQL's server binaries. */
const folders = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];

/** Makes a cluster in a temporary folder and starts it on a free port of the loopback interface. */
export async function startCluster({ durable = true }: ClusterOptions = {}): Promise<Cluster> {
  const bin = findBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'spring-rain-postgres-'));
  const account = unprivilegedAccount();
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  let server: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (server !== undefined) await endServer(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const password = randomBytes(16).toString('hex');
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account !== undefined) chownSync(passwordFile, account.uid, account.gid);
    const data = join(folder, 'data');
    const init = ['-D', data, '-U', 'administrator', '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8'];
    await run(join(bin, 'initdb'), [...init, '--locale=C', '--no-sync'], account);
    const port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 200,
      fsync: durable ? 'on' : 'off',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
      ...account,
      cwd: folder,
      stdio: 'ignore',
    });
    const administrator = `postgres://administrator:${password}@127.0.0.1:${port}/postgres`;
    await answers(administrator, server);
    await execute(administrator, `create role ${login} login createrole createdb password '${password}'`);
    await execute(administrator, `grant connect on database postgres to ${login}`);
    const url = `postgres://${login}:${password}@127.0.0.1:${port}/postgres`;
    const createDatabase = async (name: string): Promise<string> => {
      await execute(url, `create database ${pg.escapeIdentifier(name)}`);
      return url.replace(/postgres$/, name);
    };
    return { url, createDatabase, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The folder of the newest server binaries that are new enough. */
function findBinaries(): string {
  const versioned = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      const version = Number(/^(?:postgresql@)?(\d+)$/.exec(name)?.[1]);
      return version >= versionMin ? [{ version, bin: join(folder, name, 'bin') }] : [];
    }),
  );
  const newest = versioned.sort((a, b) => b.version - a.version).map(({ bin }) => bin);
  const found = [...newest, ...(process.env.PATH ?? '').split(delimiter)].find((bin) =>
    existsSync(join(bin, 'initdb')),
  );
  if (found !== undefined) return found;
  throw new Error(
    `PostgreSQL ${versionMin} or newer must be installed, found no initdb. On Debian: apt-get install postgresql. Or set DATABASE_URL.`,
  );
}

/** PostgreSQL refuses to run as root; then it runs as `postgres`, or as `nobody`. */
function unprivilegedAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const entry = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (entry === undefined)
    throw new Error('An account postgres or nobody must exist to run PostgreSQL as root, found none.');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

async function run(
  program: string,
  args: readonly string[],
  account: { uid: number; gid: number } | undefined,
): Promise<void> {
  const child = spawn(program, args, { ...account, cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + String(chunk)).slice(-4_000);
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} must succeed, found exit code ${code}: ${said}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('A listening socket must have a port.');
  return address.port;
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const until = Date.now() + startLimitMs;
  for (;;) {
    try {
      return await execute(url, 'select 1');
    } catch (error) {
      if (server.exitCode !== null || Date.now() > until)
        throw new Error('PostgreSQL must start, but does not answer.', { cause: error });
      await delay(100);
    }
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** SIGINT is PostgreSQL's fast stop; a cluster that does not mind is a throw-away one, so it may be killed. */
async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGINT');
  await Promise.race([exited, delay(stopLimitMs, undefined, { ref: false }).then(() => server.kill('SIGKILL'))]);
  await exited;
}
