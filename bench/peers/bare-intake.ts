/**
 * What a capable developer writes in an afternoon: a Fastify route that inserts the rows of a report in one
 * transaction, through the same driver, into the same database, as durably; nothing recognised, nothing sealed, nothing
 * limited. Prints its port. Settings: DATA_DIR or DATABASE_URL.
 */
import { createHash, randomUUID } from 'node:crypto';
import { loadConfig } from '@spring-rain/server';
import Fastify from 'fastify';
import { openDatabase } from '../../packages/server/src/platform/db/index.ts';
import { migrate } from '../../packages/server/src/platform/db/migrate.ts';
import { createLog } from '../../packages/server/src/platform/log.ts';

const agencyId = '00000000-0000-7000-8000-000000000001';
const config = loadConfig();
const log = createLog('error');
const database = await openDatabase(config, log);
await migrate(database);

const app = Fastify();
app.post<{ Body: { text: string } }>('/api/reports', async (request, reply) => {
  const now = new Date();
  const id = randomUUID();
  const { text } = request.body;
  const key = createHash('sha256').update(String(request.headers['idempotency-key'])).digest();
  // The same values that our server finds in these messages: the link and the number, already known as such.
  const values = text.split(' ').filter((word) => word.startsWith('http') || word.startsWith('1'));
  await database.admin.transaction().execute(async (tx) => {
    await tx
      .insertInto('report')
      .values({
        id,
        agency_id: agencyId,
        received_at: now,
        state: 'received',
        text,
        money_moving: false,
        receipt_hash: createHash('sha256').update(id).digest(),
        reporter_hash: key,
        purge_at: new Date(now.getTime() + 31_536_000_000),
      })
      .execute();
    const indicators = values.map((value) => ({
      kind: value.startsWith('http') ? 'url' : 'phone',
      value,
      value_hash: createHash('sha256').update(value).digest(),
      created_at: now,
    }));
    await tx
      .insertInto('indicator')
      .values(indicators)
      .onConflict((on) => on.column('value_hash').doNothing())
      .execute();
    const kept = await tx
      .selectFrom('indicator')
      .select('id')
      .where(
        'value_hash',
        'in',
        indicators.map((indicator) => indicator.value_hash),
      )
      .execute();
    await tx
      .insertInto('sighting')
      .values(
        kept.map((indicator) => ({
          report_id: id,
          indicator_id: indicator.id,
          agency_id: agencyId,
          start_at: 0,
          end_at: 1,
          seen_at: now,
        })),
      )
      .execute();
    await tx
      .insertInto('idempotency_key')
      .values({ key_hash: key, agency_id: agencyId, body_hash: key, subject_id: id, created_at: now, purge_at: now })
      .execute();
    await tx
      .insertInto('event')
      .values({ agency_id: agencyId, type: 'report.filed', subject_id: id, data: '{}', happened_at: now })
      .execute();
  });
  return reply.code(201).send({ id });
});
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);
process.once('SIGTERM', async () => {
  await app.close();
  await database.close();
});
