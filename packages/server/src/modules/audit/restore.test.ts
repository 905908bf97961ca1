import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { loadConfig } from '../../config.ts';
import { restoreBackup, writeBackup } from '../../platform/backup.ts';
import { createLog } from '../../platform/log.ts';
import { openResources } from '../../platform/resources.ts';
import { openEmptyTestDatabase } from '../../platform/test-database.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { chainLog } from './chain.ts';
import { exportLog } from './export.ts';
import { exportedLines, logSome, verifyLines } from './test-log.ts';

test('a restored log keeps its chain, and what was not chained yet is chained behind it', async () => {
  await using server = await startTestServer();
  // The key that this server was started with, where an archive takes it from.
  await mkdir(join(server.config.dataDir, 'keys'), { recursive: true });
  await writeFile(join(server.config.dataDir, 'keys', 'secret.key'), Buffer.alloc(32, 7).toString('base64'));
  await logSome(server, 3);
  const before = await exportedLines(server);
  // Committed, not chained, and numbered by a database that has counted far more transactions than the next one will.
  await server.app.stop();
  await server.resources.database.run(`
    insert into audit_entry (transaction_id, agency_id, happened_at, actor, action, subject, subject_id)
    select '900000000'::xid8, id, now(), 'operator', 'touch', 'thing', 'late' from agency limit 1`);
  const archive = await buffer(writeBackup(server.resources));

  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-log-'));
  const empty = await openEmptyTestDatabase();
  const data = { DATA_DIR: join(folder, 'data'), SPRING_RAIN_KEYS_DIR: join(folder, 'keys') };
  const config = loadConfig({ ...data, ...(empty.url === undefined ? {} : { DATABASE_URL: empty.url }) });
  try {
    await restoreBackup(config, Readable.from([archive]));
    await using restored = await openResources(config, createLog('silent'));
    const chainCtx = restored.context({ role: 'job', name: 'audit', reason: 'chaining the log' });
    assert.equal(await chainLog(chainCtx), 1);
    const wish = { from: undefined, agencyId: undefined, chainCtx };
    const reply = await exportLog(restored.context({ role: 'app', name: 'operator' }), wish);
    const after = (await buffer(reply.bytes as Readable)).toString().trimEnd().split('\n');

    const verdict = verifyLines(after);
    assert.ok('proof' in verdict, JSON.stringify(verdict));
    assert.equal(verdict.proof.through, 6);
    const shown = (lines: readonly string[]) => lines.filter((line) => line.includes('"kind":"entry"'));
    assert.deepEqual(shown(after).slice(0, 4), shown(before));
    assert.match(shown(after)[4]!, /"subjectId":"late"/);
  } finally {
    await empty.drop();
    await rm(folder, { recursive: true, force: true });
  }
});
