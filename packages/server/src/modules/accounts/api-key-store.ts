import type { Context } from '../../platform/context.ts';

/** Everything of a key but its secret's hash, which never leaves the database. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
  readonly last_used_at: Date | null;
}

const columns = ['id', 'name', 'scopes', 'created_by', 'created_at', 'expires_at', 'ended_at', 'last_used_at'] as const;

/** Keys of the agency that acts, newest first: those before an id. */
export async function selectApiKeys(
  tx: Context,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<ApiKeyRow[]> {
  const all = tx.db.selectFrom('api_key').select(columns).where('agency_id', '=', tx.agencyId);
  const query = before === undefined ? all : all.where('id', '<', before);
  return await query.orderBy('id', 'desc').limit(limit).execute();
}

/** A key of the agency that acts, locked until the transaction ends. */
export async function lockApiKey(tx: Context, id: string): Promise<ApiKeyRow | undefined> {
  return await tx.db
    .selectFrom('api_key')
    .select(columns)
    .where('agency_id', '=', tx.agencyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export interface NewApiKey {
  readonly id: string;
  readonly secretHash: Buffer;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdBy: string;
  readonly expiresAt: Date;
}

export async function insertApiKey(tx: Context, key: NewApiKey): Promise<ApiKeyRow> {
  return await tx.db
    .insertInto('api_key')
    .values({
      id: key.id,
      agency_id: tx.agencyId,
      secret_hash: key.secretHash,
      name: key.name,
      scopes: [...key.scopes],
      created_by: key.createdBy,
      created_at: tx.now(),
      expires_at: key.expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export async function setApiKeyEnded(tx: Context, id: string): Promise<void> {
  await tx.db
    .updateTable('api_key')
    .set({ ended_at: tx.now() })
    .where('agency_id', '=', tx.agencyId)
    .where('id', '=', id)
    .execute();
}

/** Whether a member of the agency, or a key of it that holds, has this name, however its letters are cased. */
export async function isNameTaken(tx: Context, name: string): Promise<boolean> {
  const wanted = name.toLowerCase();
  const key = await tx.db
    .selectFrom('api_key')
    .select('id')
    .where('agency_id', '=', tx.agencyId)
    .where((eb) => eb(eb.fn('lower', ['name']), '=', wanted))
    .where('ended_at', 'is', null)
    .where('expires_at', '>', tx.now())
    .executeTakeFirst();
  if (key !== undefined) return true;
  const member = await tx.db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('person.id')
    .where('membership.agency_id', '=', tx.agencyId)
    .where('membership.ended_at', 'is', null)
    .where((eb) => eb(eb.fn('lower', ['person.name']), '=', wanted))
    .executeTakeFirst();
  return member !== undefined;
}
