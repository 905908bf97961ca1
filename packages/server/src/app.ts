import events from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { createAccountsModule } from './modules/accounts/index.ts';
import { createAgenciesModule } from './modules/agencies/index.ts';
import { createAuditModule } from './modules/audit/index.ts';
import { createCampaignsModule, createReleasedCampaigns } from './modules/campaigns/index.ts';
import { createChecksModule } from './modules/checks/index.ts';
import { createIndicatorsModule } from './modules/indicators/index.ts';
import { createMachineModule } from './modules/machine/index.ts';
import { createReportsModule } from './modules/reports/index.ts';
import {
  createScreenshotsModule,
  type ImageReader,
  openImageReader,
  type ReaderLimits,
} from './modules/screenshots/index.ts';
import { createSharingModule } from './modules/sharing/index.ts';
import { writeBackup } from './platform/backup.ts';
import { type Context, inTransaction } from './platform/context.ts';
import { runConsumers } from './platform/events.ts';
import { createHttpHost, type HttpOptions } from './platform/http/create-host.ts';
import { addGauge, type Meter, openMeter } from './platform/http/meter.ts';
import { buildServer } from './platform/http/server.ts';
import type { Route } from './platform/http/types.ts';
import { openQueues, type Queues } from './platform/jobs.ts';
import { openKindReader } from './platform/kind-reader.ts';
import type { Module } from './platform/module.ts';
import type { Resources } from './platform/resources.ts';
import { version } from './version.ts';

/** What a test sets differently; a real server takes the defaults. */
export interface AppOptions extends HttpOptions {
  /** Jobs by the clock and as they come; a test runs them by hand. */
  readonly works?: boolean;
  /** What reading a picture may cost. */
  readonly imageReading?: Partial<ReaderLimits>;
}

/** The whole program over opened resources. Stopping it leaves the resources open. */
export interface App extends AsyncDisposable {
  readonly modules: readonly Module[];
  readonly routes: readonly Route[];
  readonly queues: Queues;
  /** Answers a request without a socket, as light-my-request does. */
  readonly inject: FastifyInstance['inject'];
  /** Starts to listen; answers the port that was taken. */
  listen(at: { readonly host: string; readonly port: number }): Promise<number>;
  /** Listens on a free port of the loopback interface too, without TLS: for the operator of this host. */
  listenLocally(): Promise<number>;
  /** Red readiness, no new connections, what was accepted is answered, then jobs and modules stop. */
  stop(): Promise<void>;
}

/** Composition root: the one list of modules, put together with the platform. */
export async function startApp(resources: Resources, options: AppOptions = {}): Promise<App> {
  const { works = true } = options;
  const stopping = new AbortController();
  const meter = openMeter();
  const images = openImageReader({ log: resources.log, limits: options.imageReading });
  const accounts = createAccountsModule(resources.context({ role: 'accounts', name: 'accounts' }));
  const modules = createModules(resources, { meter, stopping: stopping.signal, images, accounts });
  const routes = modules.flatMap((module) => module.routes);
  const queues = await openModuleQueues(resources, modules, works);
  const { identify } = accounts;
  const host = await createHttpHost(resources, { ...options, meter, stopping: stopping.signal, version, identify });
  const { app, listener } = await buildServer(host, routes, await readTls(resources));
  const local = createServer(listener);

  await startModules(resources, { modules, meter });
  const consuming = consumeEvents(resources, modules, stopping.signal);
  if (works) await queues.work(resources.context);

  const stop = once(async () => {
    // Streams end and readiness turns red at once; requests that were accepted are still answered.
    stopping.abort();
    await Promise.all([app.close(), closeServer(local)]);
    await host.activity.idle();
    await consuming;
    for (const module of modules.toReversed()) await module.stop?.();
    await queues.stop();
  });
  return {
    modules,
    routes,
    queues,
    inject: app.inject.bind(app),
    listen: (at) => listenOn(app.server, at, () => app.listen(at)),
    listenLocally: () => {
      const at = { host: '127.0.0.1', port: 0 };
      return listenOn(local, at, () => events.once(local.listen(at.port, at.host), 'listening'));
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

interface Shared {
  readonly meter: Meter;
  readonly stopping: AbortSignal;
  readonly images: ImageReader;
  readonly accounts: Module;
}

function createModules(resources: Resources, given: Shared): readonly Module[] {
  const { images, accounts } = given;
  const kinds = openKindReader(resources);
  const released = createReleasedCampaigns();
  const domain: readonly Module[] = [
    accounts,
    createScreenshotsModule(images),
    createIndicatorsModule(),
    createChecksModule({ knownFolder: join(resources.config.dataDir, 'known'), kinds, released, images }),
    createReportsModule(resources.context({ role: 'public_intake', name: 'public' }), images),
    createCampaignsModule({ kinds, released }),
    createSharingModule(),
    createAgenciesModule(),
    createAuditModule(resources.context({ role: 'job', name: 'audit', reason: 'chaining the log' })),
  ];
  const machine: Module = createMachineModule({
    version,
    meter: given.meter,
    isStopping: () => given.stopping.aborted,
    warnings: () => Object.assign({}, ...domain.map(({ warnings }) => warnings ?? {})),
    readiness: () => Object.assign({ database: databaseAnswers, files: filesAnswer }, ...domain.map(readinessOf)),
    endpoints: () => [...domain, machine].flatMap(({ routes }) => routes.map(({ endpoint }) => endpoint)),
    backup: () => writeBackup(resources),
  });
  return [...domain, machine];
}

function openModuleQueues(resources: Resources, modules: readonly Module[], supervise: boolean): Promise<Queues> {
  const jobs = modules.flatMap((module) => module.jobs ?? []);
  const onError = (error: Error) => resources.log.error({ error }, 'the job queue failed');
  return openQueues(resources.database, jobs, { onError, supervise });
}

async function startModules(resources: Resources, given: { modules: readonly Module[]; meter: Meter }): Promise<void> {
  const ctx = resources.context({ role: 'job', name: 'start', reason: 'public answers' });
  for (const module of given.modules) {
    await module.start?.(ctx);
    addGauges(given.meter, module);
  }
}

function consumeEvents(resources: Resources, modules: readonly Module[], signal: AbortSignal): Promise<void> {
  const consumers = modules.flatMap((module) => module.consumers ?? []);
  return runConsumers(
    resources.context({ role: 'job', name: 'events', reason: 'following events' }),
    consumers,
    signal,
  );
}

async function listenOn(server: Server, at: { port: number }, listen: () => Promise<unknown>): Promise<number> {
  await listen();
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : at.port;
}

/** Resolves once no connection is left; at once when the server never listened. */
async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = events.once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}

function readinessOf({ readiness }: Module): NonNullable<Module['readiness']> {
  return readiness ?? {};
}

async function databaseAnswers(ctx: Context): Promise<boolean> {
  await inTransaction(ctx, (tx) => sql`select 1`.execute(tx.db));
  return true;
}

/** A file that is not there is an answer; a store that cannot be reached throws. */
async function filesAnswer(ctx: Context): Promise<boolean> {
  await ctx.files.exists('0'.repeat(64));
  return true;
}

function addGauges(meter: Meter, { gauges }: Module): void {
  for (const [name, gauge] of Object.entries(gauges ?? {})) addGauge(meter, `spring_rain_${name}`, gauge);
}

async function readTls({ config: { tls } }: Resources): Promise<{ cert: Buffer; key: Buffer } | undefined> {
  if (tls === undefined) return undefined;
  return { cert: await readFile(tls.certFile), key: await readFile(tls.keyFile) };
}

/** Work that is done at most once, however often it is asked for. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
