import type { StaffRole } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';

export const linkPurposes = ['first-administrator', 'invitation', 'recovery'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

export interface FoundLink {
  readonly id: string;
  readonly purpose: LinkPurpose;
  readonly expiresAt: Date;
  /** Absent for the first administrator. */
  readonly person?: { readonly id: string; readonly login: string; readonly name: string };
}

export interface NewLink {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly purpose: LinkPurpose;
  readonly personId: string | null;
  readonly createdBy: string;
  readonly expiresAt: Date;
}

/** Keeps a link; those before it for the same person, or for the first administrator, end. */
export async function insertLink(tx: Context, link: NewLink): Promise<void> {
  await tx.db
    .updateTable('sign_up_link')
    .set({ used_at: tx.now() })
    .where('person_id', 'is not distinct from', link.personId)
    .where('used_at', 'is', null)
    .execute();
  await tx.db
    .insertInto('sign_up_link')
    .values({
      id: link.id,
      token_hash: link.tokenHash,
      purpose: link.purpose,
      person_id: link.personId,
      created_by: link.createdBy,
      created_at: tx.now(),
      expires_at: link.expiresAt,
    })
    .execute();
}

/** A link that is still good: not used, not replaced, not expired, its person not disabled. */
export async function findLink(tx: Context, tokenHash: Buffer): Promise<FoundLink | undefined> {
  const row = await tx.db
    .selectFrom('sign_up_link')
    .leftJoin('person', 'person.id', 'sign_up_link.person_id')
    .select(['sign_up_link.id', 'sign_up_link.purpose', 'sign_up_link.expires_at', 'sign_up_link.person_id'])
    .select(['person.login', 'person.name'])
    .where('sign_up_link.token_hash', '=', tokenHash)
    .where('sign_up_link.used_at', 'is', null)
    .where('sign_up_link.expires_at', '>', tx.now())
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  const purpose = linkPurposes.find((known) => known === row?.purpose);
  if (row === undefined || purpose === undefined) return undefined;
  const { id, expires_at: expiresAt, person_id: personId, login, name } = row;
  if (personId === null || login === null || name === null) return { id, purpose, expiresAt };
  return { id, purpose, expiresAt, person: { id: personId, login, name } };
}

/** Ends a link by using it; false when another request did so first, or its time has come. */
export async function useLink(tx: Context, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('sign_up_link')
    .set({ used_at: tx.now() })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', tx.now())
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Whether anybody has an account, or is about to. */
export async function isAnybodyThere(tx: Context): Promise<boolean> {
  const found = await tx.db.selectFrom('person').select('id').limit(1).executeTakeFirst();
  return found !== undefined;
}

export interface NewPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly language: string;
}

/** Keeps a new person; false when the login is taken. */
export async function insertPerson(tx: Context, person: NewPerson): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('person')
    .values({ ...person, created_at: tx.now() })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Grants a role in the agency that acts. */
export async function insertFirstRole(
  tx: Context,
  granted: { readonly id: string; readonly personId: string; readonly role: StaffRole; readonly by: string },
): Promise<void> {
  await tx.db
    .insertInto('membership')
    .values({
      id: granted.id,
      person_id: granted.personId,
      agency_id: tx.agencyId,
      role: granted.role,
      granted_at: tx.now(),
      granted_by: granted.by,
    })
    .execute();
}

export interface NewFactors {
  readonly passwordHash: string;
  readonly totpSecret: Buffer;
  /** Of the code that proved the app: it is not good a second time. */
  readonly totpStep: number;
  readonly recoveryCodeHashes: readonly Buffer[];
}

/** Sets a person's password, app and recovery codes in place of whatever they had. */
export async function replaceFactors(tx: Context, personId: string, factors: NewFactors): Promise<void> {
  const at = tx.now();
  await tx.db
    .updateTable('person')
    .set({
      password_hash: factors.passwordHash,
      password_changed_at: at,
      totp_secret: factors.totpSecret,
      totp_confirmed_at: at,
      totp_last_step: factors.totpStep,
    })
    .where('id', '=', personId)
    .execute();
  await tx.db.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
  await tx.db
    .insertInto('recovery_code')
    .values(factors.recoveryCodeHashes.map((hash) => ({ person_id: personId, code_hash: hash, created_at: at })))
    .execute();
}

/** Takes away everything by which a person could sign in by themselves: app, recovery codes, passkeys, linked accounts. */
export async function clearFactors(tx: Context, personId: string): Promise<void> {
  await tx.db
    .updateTable('person')
    .set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: null })
    .where('id', '=', personId)
    .execute();
  await tx.db.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
  await tx.db.deleteFrom('passkey').where('person_id', '=', personId).execute();
  await tx.db.deleteFrom('person_identity').where('person_id', '=', personId).execute();
}

export interface FoundPerson {
  readonly id: string;
  readonly login: string;
  /** Of the agencies in which they have a role. */
  readonly agencyIds: readonly string[];
}

/** A person who is not disabled, by id or login, locked until the transaction ends. */
export async function lockPerson(
  tx: Context,
  by: { readonly id: string } | { readonly login: string },
): Promise<FoundPerson | undefined> {
  const [column, value] = 'id' in by ? (['id', by.id] as const) : (['login', by.login] as const);
  const row = await tx.db
    .selectFrom('person')
    .select(['id', 'login'])
    .where(column, '=', value)
    .where('disabled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const memberships = await tx.db
    .selectFrom('membership')
    .select('agency_id')
    .distinct()
    .where('person_id', '=', row.id)
    .where('ended_at', 'is', null)
    .execute();
  return { ...row, agencyIds: memberships.map(({ agency_id }) => agency_id) };
}

/** Whether an agency is there and open. */
export async function isOpenAgency(tx: Context, agencyId: string): Promise<boolean> {
  const found = await tx.db
    .selectFrom('agency')
    .select('id')
    .where('id', '=', agencyId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}
