import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Context, inTransaction } from '../../platform/context.ts';

const settingName = 'known-values-mark';

/**
 * Names this very database: a value kept in it once, with the transaction that wrote it. A copy restored elsewhere has
 * another one, because positions in its log of events mean something else there; so a snapshot that was made from one
 * database is never taken for another's.
 */
export async function readDatabaseMark(ctx: Context): Promise<string> {
  return await inTransaction(ctx, async (tx) => {
    await sql`
      insert into setting (name, value) values (${settingName}, to_jsonb(${randomUUID()}::text))
      on conflict on constraint setting_pk do nothing`.execute(tx.db);
    const { rows } = await sql<{ mark: string }>`
      select (value #>> '{}') || ' ' || xmin::text as mark from setting where name = ${settingName}`.execute(tx.db);
    if (rows[0] === undefined) throw new Error('A setting that was just kept cannot be read.');
    return rows[0].mark;
  });
}
