import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** An agency that a person belongs to. */
export interface OwnAgency {
  readonly id: string;
  readonly name: string;
}

/** Whoever may sign in under a login, with what proves it. */
export interface Candidate {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly credentialsVersion: number;
  readonly passwordHash: string | null;
  readonly totpSecret: Uint8Array | null;
  readonly isTotpConfirmed: boolean;
  readonly totpLastStep: number | null;
}

const agenciesMax = 50;

/** The person of a login who is not disabled. */
export async function findCandidate(tx: Context, login: string): Promise<Candidate | undefined> {
  const row = await tx.db
    .selectFrom('person')
    .select(['id', 'login', 'name', 'credentials_version', 'password_hash'])
    .select(['totp_secret', 'totp_confirmed_at', 'totp_last_step'])
    .where('login', '=', login)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    personId: row.id,
    login: row.login,
    name: row.name,
    credentialsVersion: row.credentials_version,
    passwordHash: row.password_hash,
    totpSecret: row.totp_secret,
    isTotpConfirmed: row.totp_confirmed_at !== null,
    totpLastStep: row.totp_last_step,
  };
}

/** The open agencies in which a person has a role, the one that they worked for last first. */
export async function listOwnAgencies(tx: Context, personId: string): Promise<OwnAgency[]> {
  const { rows } = await sql<OwnAgency>`
    select agency.id, agency.name
    from agency
    where agency.closed_at is null and exists (
      select from membership
      where membership.agency_id = agency.id and membership.person_id = ${personId} and membership.ended_at is null
    )
    order by (
      select max(session.created_at) from session
      where session.person_id = ${personId} and session.agency_id = agency.id
    ) desc nulls last, agency.id
    limit ${agenciesMax}`.execute(tx.db);
  return rows;
}

export async function isUnusedRecoveryCode(tx: Context, personId: string, codeHash: Buffer): Promise<boolean> {
  const found = await tx.db
    .selectFrom('recovery_code')
    .select('person_id')
    .where('person_id', '=', personId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

/** Takes a code of the app; false when that code, or a later one, was taken already, by another request perhaps. */
export async function spendTotpStep(tx: Context, personId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('person')
    .set({ totp_last_step: step })
    .where('id', '=', personId)
    .where((eb) => eb.or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', step)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes a recovery code; false when it was used already. */
export async function spendRecoveryCode(tx: Context, personId: string, codeHash: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('recovery_code')
    .set({ used_at: tx.now() })
    .where('person_id', '=', personId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The same password under newer parameters, unless it was changed meanwhile. */
export async function replacePasswordHash(
  tx: Context,
  personId: string,
  hash: { readonly from: string; readonly to: string },
): Promise<void> {
  await tx.db
    .updateTable('person')
    .set({ password_hash: hash.to })
    .where('id', '=', personId)
    .where('password_hash', '=', hash.from)
    .execute();
}

/** Whether a person's credentials are still those that were checked; locks them until the transaction ends. */
export async function lockCredentials(
  tx: Context,
  { personId, credentialsVersion }: Pick<Candidate, 'personId' | 'credentialsVersion'>,
): Promise<boolean> {
  const found = await tx.db
    .selectFrom('person')
    .select('id')
    .where('id', '=', personId)
    .where('credentials_version', '=', credentialsVersion)
    .where('disabled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return found !== undefined;
}
