import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { type Config, loadConfig } from '../../packages/server/src/config.ts';
import { restoreBackup, writeBackup } from '../../packages/server/src/platform/backup.ts';
import { type Context, inTransaction } from '../../packages/server/src/platform/context.ts';
import { emit } from '../../packages/server/src/platform/events.ts';
import { contentHash } from '../../packages/server/src/platform/files.ts';
import { createLog } from '../../packages/server/src/platform/log.ts';
import { openResources } from '../../packages/server/src/platform/resources.ts';
import { openEmptyTestDatabase } from '../../packages/server/src/platform/test-database.ts';

const quiet = createLog('silent');
const bytes = Buffer.from('an attachment');

test('an installation moves from the embedded database to PostgreSQL and back, with keys and files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-'));
  const server = await openEmptyTestDatabase();
  const places = {
    laptop: place(folder, 'laptop'),
    // The data folder stays where it is, with its keys and files; only the database moves.
    server: place(folder, 'laptop', server.url),
    back: place(folder, 'back'),
  };
  try {
    const original = await write(places.laptop);
    const first = await backUp(places.laptop);
    await restoreBackup(places.server, Readable.from([first]));
    assert.deepEqual(await read(places.server), original);

    const second = await backUp(places.server);
    await restoreBackup(places.back, Readable.from([second]));
    assert.deepEqual(await read(places.back), original);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await server.drop();
  }
});

function place(folder: string, name: string, databaseUrl?: string): Config {
  const url = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
  return loadConfig({ DATA_DIR: join(folder, name), SPRING_RAIN_KEYS_DIR: join(folder, 'private'), ...url });
}

async function write(config: Config): Promise<unknown> {
  {
    await using resources = await openResources(config, quiet);
    await resources.files.put(contentHash(bytes), bytes);
    await inTransaction(resources.context({ role: 'app', name: 'operator' }), async (tx) => {
      const reportId = tx.newId();
      const agency = { agency_id: tx.agencyId };
      const times = { received_at: new Date('2026-11-02T01:02:03.004Z'), purge_at: new Date('2027-11-02T00:00:00Z') };
      const report = {
        id: reportId,
        ...agency,
        ...times,
        state: 'received',
        text: '可疑短信 “x” \\ "y"',
        money_moving: true,
      };
      await tx.db
        .insertInto('report')
        .values({ ...report, receipt_hash: Buffer.from([0, 1, 255]) })
        .execute();
      const file = { content_hash: contentHash(bytes), media_type: 'image/png', size_bytes: bytes.length, position: 0 };
      const attachment = { id: tx.newId(), ...agency, report_id: reportId, added_at: tx.now(), ...file };
      await tx.db.insertInto('attachment').values(attachment).execute();
      await emit(tx, 'report.filed', { subjectId: reportId });
    });
  }
  return await read(config);
}

async function backUp(config: Config): Promise<Buffer> {
  await using resources = await openResources(config, quiet);
  return await buffer(writeBackup(resources));
}

async function read(config: Config): Promise<unknown> {
  await using resources = await openResources(config, quiet);
  const ctx: Context = resources.context({ role: 'app', name: 'operator' });
  return await inTransaction(ctx, async (tx) => ({
    reports: await tx.db.selectFrom('report').selectAll().execute(),
    attachments: await tx.db.selectFrom('attachment').selectAll().execute(),
    events: await tx.db.selectFrom('event').select(['type', 'subject_id', 'happened_at']).execute(),
    file: await resources.files.get(contentHash(bytes)),
    receipt: resources.keys.receiptFor('an id'),
    canSeal: resources.keys.canSeal,
  }));
}
