import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '@spring-rain/contract';
import { loadConfig, testDatabaseUrl } from '../../packages/server/src/config.ts';
import { createSettableClock } from '../../packages/server/src/platform/clock.ts';
import { type Context, inTransaction } from '../../packages/server/src/platform/context.ts';
import { migrate, openDatabase } from '../../packages/server/src/platform/db/index.ts';
import { emit, watchEvents } from '../../packages/server/src/platform/events.ts';
import { openFileStore } from '../../packages/server/src/platform/files.ts';
import { createIds } from '../../packages/server/src/platform/ids.ts';
import { createEphemeralKeys } from '../../packages/server/src/platform/keys.ts';
import { createLog } from '../../packages/server/src/platform/log.ts';
import { loadProfile } from '../../packages/server/src/platform/profile.ts';
import { assembleResources, type Resources } from '../../packages/server/src/platform/resources.ts';
import { openEmptyTestDatabase } from '../../packages/server/src/platform/test-database.ts';

test('while the database is gone callers get 503 with Retry-After, and all works again once it is back', async () => {
  const empty = await openEmptyTestDatabase();
  const wire = await startWire(new URL(empty.url ?? ''));
  const resources = await openThrough(wire.url);
  const ctx = resources.context({ role: 'app', name: 'operator' });
  const watching = new AbortController();
  const seen: string[] = [];
  const watched = (async () => {
    for await (const events of watchEvents(ctx, { signal: watching.signal })) {
      seen.push(...events.map(({ subjectId }) => subjectId));
    }
  })();
  try {
    await delay(100);
    await emitOne(ctx, 'before');

    wire.cut();
    await assert.rejects(emitOne(ctx, 'lost'), isUnavailable);
    await assert.rejects(emitOne(ctx, 'lost'), isUnavailable);

    wire.mend();
    await eventually(() => emitOne(ctx, 'after'));
    await eventually(async () => assert.deepEqual(seen, ['before', 'after']));
  } finally {
    watching.abort();
    await watched;
    await resources.close();
    wire.close();
    await empty.drop();
  }
});

test('a connection that breaks in the middle of a transaction is a refusal, not a half-kept change', async () => {
  const empty = await openEmptyTestDatabase();
  const wire = await startWire(new URL(empty.url ?? ''));
  const resources = await openThrough(wire.url);
  const ctx = resources.context({ role: 'app', name: 'operator' });
  try {
    const broken = inTransaction(ctx, async (tx) => {
      await tx.db.insertInto('setting').values({ name: 'half', value: '1' }).execute();
      wire.cut();
      await tx.db.insertInto('setting').values({ name: 'other half', value: '1' }).execute();
    });
    await assert.rejects(broken, isUnavailable);
    wire.mend();
    const kept = await eventually(() => inTransaction(ctx, (tx) => tx.db.selectFrom('setting').selectAll().execute()));
    assert.deepEqual(kept, []);
  } finally {
    await resources.close();
    wire.close();
    await empty.drop();
  }
});

test('two processes that start at once migrate an empty database once', async () => {
  const empty = await openEmptyTestDatabase();
  const log = createLog('silent');
  const first = await openDatabase({ databaseUrl: empty.url }, log);
  const second = await openDatabase({ databaseUrl: empty.url }, log);
  try {
    const applied = await Promise.all([migrate(first), migrate(second)]);
    const [more, fewer] = applied.sort((a, b) => b.length - a.length);
    assert.ok(
      (more?.length ?? 0) + (fewer?.length ?? 0) === (await migrate(first)).length + new Set(applied.flat()).size,
    );
    assert.deepEqual(await migrate(first), []);
  } finally {
    await first.close();
    await second.close();
    await empty.drop();
  }
});

test('the login of the suite is neither superuser nor past row-level security', async () => {
  await using database = await openDatabase({ databaseUrl: testDatabaseUrl() }, createLog('silent'));
  const [login] = await database.run('select rolsuper, rolbypassrls from pg_roles where rolname = current_user');
  assert.deepEqual(login, { rolsuper: false, rolbypassrls: false });
});

async function openThrough(databaseUrl: string): Promise<Resources> {
  const log = createLog('silent');
  const config = loadConfig({ DATABASE_URL: databaseUrl });
  const database = await openDatabase({ databaseUrl }, log);
  await migrate(database);
  const clock = createSettableClock('2026-11-21T08:00:00Z');
  const [keys, files] = await Promise.all([createEphemeralKeys(), openFileStore(config)]);
  return await assembleResources(config, {
    database,
    keys,
    files,
    profile: loadProfile(),
    clock,
    log,
    newId: createIds(clock),
  });
}

/** A wire to the real server that can be cut, as a network or a restart does. */
async function startWire(target: URL) {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(address !== null && typeof address !== 'string' ? address.port : 0);
  const cut = (): void => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  const mend = (): void => {
    isCut = false;
  };
  const close = (): void => {
    cut();
    server.close();
  };
  return { url: url.href, cut, mend, close };
}

function isUnavailable(error: unknown): boolean {
  return (
    error instanceof Problem && error.code === 'service.unavailable' && error.options.retryAfterSeconds !== undefined
  );
}

async function emitOne(ctx: Context, subjectId: string): Promise<void> {
  await inTransaction(ctx, (tx) => emit(tx, 'test.happened', { subjectId }));
}

async function eventually<T>(work: () => Promise<T>): Promise<T> {
  const until = Date.now() + 15_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until) throw error;
      await delay(50);
    }
  }
}
