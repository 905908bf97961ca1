/**
 * A server over seeded reports for one measurement, in a process of its own: with the walls (`on`: each transaction takes
 * its role, agency and actor, and row-level security holds) or without them (`off`: the same program as the tables' owner,
 * past every policy, no role taken). Prints its address. `walls-child.ts on|off REPORTS TOKEN`
 */
import { sql } from 'kysely';
import { startApp } from '../packages/server/src/app.ts';
import { loadConfig } from '../packages/server/src/config.ts';
import { hostAgencyId } from '../packages/server/src/platform/context.ts';
import { createKeys } from '../packages/server/src/platform/keys.ts';
import { assembleResources, openResources } from '../packages/server/src/platform/resources.ts';

const [walls, count, token] = process.argv.slice(2);
if ((walls !== 'on' && walls !== 'off') || token === undefined) throw new Error('Wanted: on|off REPORTS TOKEN.');

const opened = await openResources(loadConfig({ ...process.env, LOG_LEVEL: 'warn' }));
const { database } = opened;
await fillReports(Number(count));
const keys = await createKeys({ secret: Buffer.alloc(32, 7), operatorToken: token });
const resources = await assembleResources(opened.config, {
  ...opened,
  keys,
  database: walls === 'on' ? database : { ...database, db: database.admin },
});
const app = await startApp(resources, { works: false, limitsRequests: false, flood: false });
console.log(`http://127.0.0.1:${await app.listenLocally()}`);
process.on('SIGTERM', () => app.stop().then(() => opened.close()));

/** Ids that say their number, so that a reader of one report can be asked for. */
async function fillReports(reports: number): Promise<void> {
  await sql`
    insert into report (id, agency_id, received_at, state, text, money_moving, purge_at)
    select ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, ${hostAgencyId}::uuid,
      timestamptz '2026-01-01' + n * interval '1 minute', 'received', 'Report number ' || n || ': call 13800138000.',
      false, timestamptz '2036-01-01'
    from generate_series(1, ${reports}) n
    on conflict do nothing`.execute(database.admin);
  await sql`analyze report`.execute(database.admin);
}
