import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

const settingName = 'shipped-sources';

/** SHA-256 of the file of each shipped list that was taken in whole, by source name. */
export async function readShippedHashes(tx: Context): Promise<Readonly<Record<string, string>>> {
  const query = sql<{ value: Record<string, string> }>`select value from setting where name = ${settingName}`;
  return (await query.execute(tx.db)).rows[0]?.value ?? {};
}

export async function writeShippedHash(tx: Context, source: string, sha256: string): Promise<void> {
  await sql`
    insert into setting (name, value) values (${settingName}, jsonb_build_object(${source}::text, ${sha256}::text))
    on conflict on constraint setting_pk do update set value = setting.value || excluded.value`.execute(tx.db);
}
