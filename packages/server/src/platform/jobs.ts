import { fromKysely, PgBoss } from 'pg-boss';
import type { Actor, Context } from './context.ts';
import { adapterOf, type Database, type DatabaseHandle } from './db/index.ts';

/** How a queue behaves; what is left out is the commonest. */
export interface JobOptions {
  /** Why it reads, in a few plain words; a policy that lets it read across agencies names them. */
  readonly reason: string;
  /** Runs by the clock (UTC): minute hour day month weekday. */
  readonly cron?: string;
  /** Most jobs that one call of `work` gets. */
  readonly batchSize?: number;
  readonly retryLimit?: number;
  readonly expireInSeconds?: number;
}

/** Work that is done later, at least once: `work` must bear being called twice with the same data. */
export interface JobDefinition<Data extends object = object> {
  readonly name: string;
  readonly options: JobOptions;
  // A method, so that a list of jobs with different data is one type; each is only ever given its own.
  work(ctx: Context, batch: readonly Data[]): Promise<void>;
}

/** Declares a job. `ctx` acts as role `job` under the job's name. */
export function defineJob<Data extends object = object>(
  name: string,
  options: JobOptions,
  work: (ctx: Context, batch: readonly Data[]) => Promise<void>,
): JobDefinition<Data> {
  return { name, options, work };
}

const schema = 'pgboss';
const batchSizeDefault = 100;
const retryLimitDefault = 5;
const expireSecondsDefault = 15 * 60;
/** Finished jobs say nothing that events do not: they are deleted after a day. */
const keepFinishedSeconds = 24 * 60 * 60;
const stopTimeoutMs = 30_000;
/** New jobs are announced; this often is looked for those that wait for their next try. */
const pollSeconds = 2;

const queues = new WeakMap<object, PgBoss>();

/** Queues a job that exists once the transaction commits, and not when it rolls back. */
export async function enqueue<Data extends object>(tx: Context, job: JobDefinition<Data>, data: Data): Promise<void> {
  await enqueueAll(tx, job, [data]);
}

/** Queues many jobs of one kind in one statement. */
export async function enqueueAll<Data extends object>(
  tx: Context,
  job: JobDefinition<Data>,
  batch: readonly Data[],
): Promise<void> {
  if (!tx.db.isTransaction) throw new Error('enqueue belongs inside inTransaction: a job is kept with its change.');
  if (batch.length === 0) return;
  const jobs = batch.map((data) => ({ data }));
  await bossOf(tx.db).insert(job.name, jobs, { db: fromKysely(tx.db), returnId: false });
}

function bossOf(db: Database): PgBoss {
  const boss = queues.get(adapterOf(db));
  if (boss === undefined) throw new Error('openQueues(…) must run before a job is queued.');
  return boss;
}

/** The queues of one process. */
export interface Queues {
  /** Starts working: jobs as they come, and those by the clock. */
  work(contextFor: (actor: Actor) => Context): Promise<void>;
  /** Runs all that is queued now, in this process, until nothing is left: for tests and for the CLI. */
  runQueued(contextFor: (actor: Actor) => Context): Promise<number>;
  /** What waits, without what is done. */
  listQueued(): Promise<{ name: string; data: object }[]>;
  /** Finishes what is running, takes nothing new. */
  stop(): Promise<void>;
}

export interface QueueOptions {
  readonly onError: (error: Error) => void;
  /** Does the housekeeping and the clock; false in tests, which run jobs by hand. */
  readonly supervise?: boolean;
}

/** Makes the queues of the given jobs on the database; needed to enqueue as well as to work. */
export async function openQueues(
  handle: DatabaseHandle,
  jobs: readonly JobDefinition[],
  { onError, supervise = true }: QueueOptions,
): Promise<Queues> {
  const boss = new PgBoss({
    db: handle.jobDatabase,
    backend: handle.kind === 'embedded' ? 'pglite' : 'postgres',
    schema,
    useListenNotify: supervise,
    schedule: supervise,
    supervise,
  });
  boss.on('error', onError);
  await boss.start();
  for (const job of jobs) await openQueue(boss, job);
  await allowRoles(handle);
  queues.set(adapterOf(handle.db), boss);
  const names = jobs.map(({ name }) => name);
  return {
    work: async (contextFor) => {
      for (const job of jobs) await startWorking(boss, job, contextFor);
    },
    runQueued: (contextFor) => runQueued(boss, jobs, contextFor),
    listQueued: () => listQueued(handle, names),
    stop: async () => {
      await boss.stop({ graceful: true, timeout: stopTimeoutMs, close: false });
    },
  };
}

async function openQueue(boss: PgBoss, { name, options }: JobDefinition): Promise<void> {
  const settings = {
    notify: true,
    retryLimit: options.retryLimit ?? retryLimitDefault,
    retryBackoff: true,
    expireInSeconds: options.expireInSeconds ?? expireSecondsDefault,
    deleteAfterSeconds: keepFinishedSeconds,
  };
  if ((await boss.getQueue(name)) === null) await boss.createQueue(name, settings);
  else await boss.updateQueue(name, settings);
  // The queue is read into memory now: to enqueue happens in a transaction, where nothing else may be read.
  await boss.insert(name, []);
}

async function startWorking(boss: PgBoss, job: JobDefinition, contextFor: (actor: Actor) => Context): Promise<void> {
  const { cron, batchSize = batchSizeDefault } = job.options;
  // A batch of one would switch bursts off.
  const options = {
    batchSize: Math.max(2, batchSize),
    burstWhenBatchFull: true,
    pollingIntervalSeconds: pollSeconds,
    notifyPollingIntervalSeconds: pollSeconds,
  };
  await boss.work<object>(job.name, options, async (batch) => {
    await job.work(
      contextFor(actorOf(job)),
      batch.map(({ data }) => data),
    );
  });
  if (cron === undefined) await boss.unschedule(job.name);
  else await boss.schedule(job.name, cron, {});
}

function actorOf({ name, options }: JobDefinition): Actor {
  return { role: 'job', name, reason: options.reason };
}

/** Rounds of `runQueued`: a job that queues itself for ever must not hold its caller. */
const roundsMax = 1_000;

async function runQueued(
  boss: PgBoss,
  jobs: readonly JobDefinition[],
  contextFor: (actor: Actor) => Context,
): Promise<number> {
  let done = 0;
  for (let round = 0; round < roundsMax; round += 1) {
    const before = done;
    for (const job of jobs) {
      const batch = await boss.fetch<object>(job.name, { batchSize: job.options.batchSize ?? batchSizeDefault });
      if (batch.length === 0) continue;
      await job.work(
        contextFor(actorOf(job)),
        batch.map(({ data }) => data),
      );
      await boss.complete(
        job.name,
        batch.map(({ id }) => id),
      );
      done += batch.length;
    }
    if (done === before) return done;
  }
  throw new Error(`Jobs must come to an end, found new ones after ${roundsMax} rounds.`);
}

async function listQueued(handle: DatabaseHandle, names: readonly string[]): Promise<{ name: string; data: object }[]> {
  const rows = await handle.run(`select name, data from ${schema}.job where state < 'active' order by created_on, id`);
  return (rows as { name: string; data: object }[]).filter(({ name }) => names.includes(name));
}

/** Lets the roles of a transaction queue jobs with their change, and no more. */
async function allowRoles(handle: DatabaseHandle): Promise<void> {
  await handle.run(`
    grant usage on schema ${schema} to spring_rain_app, spring_rain_job, spring_rain_public_intake;
    grant select on ${schema}.queue to spring_rain_app, spring_rain_job, spring_rain_public_intake;
    grant insert, select (id, start_after) on ${schema}.job to spring_rain_app, spring_rain_job, spring_rain_public_intake;
    grant insert, select (id, start_after) on ${schema}.job_common to spring_rain_app, spring_rain_job, spring_rain_public_intake;`);
}
