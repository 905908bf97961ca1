import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

export interface PasskeyRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

/** A person's passkeys, the oldest first. */
export async function selectPasskeys(
  tx: Context,
  personId: string,
): Promise<(PasskeyRow & { credentialId: Buffer })[]> {
  return await tx.db
    .selectFrom('passkey')
    .select(['id', 'name', 'created_at', 'last_used_at', 'credential_id as credentialId'])
    .where('person_id', '=', personId)
    .orderBy('id')
    .execute();
}

export interface NewPasskey {
  readonly id: string;
  readonly personId: string;
  readonly credentialId: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
}

/** Keeps a passkey; undefined when its credential is somebody's already. */
export async function insertPasskey(tx: Context, passkey: NewPasskey): Promise<PasskeyRow | undefined> {
  return await tx.db
    .insertInto('passkey')
    .values({
      id: passkey.id,
      person_id: passkey.personId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: JSON.stringify(passkey.transports),
      name: passkey.name,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning(['id', 'name', 'created_at', 'last_used_at'])
    .executeTakeFirst();
}

export async function deletePasskey(tx: Context, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('passkey')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export interface PasskeyHolder {
  readonly passkeyId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly credentialsVersion: number;
}

/** Whose passkey a credential is, unless that person is disabled. */
export async function findPasskeyHolder(tx: Context, credentialId: Buffer): Promise<PasskeyHolder | undefined> {
  return await tx.db
    .selectFrom('passkey')
    .innerJoin('person', 'person.id', 'passkey.person_id')
    .select(['passkey.id as passkeyId', 'passkey.public_key as publicKey', 'passkey.counter'])
    .select(['person.id as personId', 'person.login', 'person.name'])
    .select('person.credentials_version as credentialsVersion')
    .where('passkey.credential_id', '=', credentialId)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
}

/** Notes a use. False when the counter is not above the one that is kept: somebody else may hold a copy. */
export async function advancePasskey(tx: Context, id: string, counter: number): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('passkey')
    .set({ counter, last_used_at: tx.now() })
    .where('id', '=', id)
    // Passkeys that are kept in several devices do not count: theirs stays 0.
    .where((eb) => eb.or([eb('counter', '<', counter), eb.and([eb('counter', '=', 0), eb.val(counter === 0)])]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes a challenge; false when it was answered before. Those whose time is up are forgotten: their tickets are no good. */
export async function spendChallenge(tx: Context, challengeHash: Buffer, expiresAt: Date): Promise<boolean> {
  await tx.db.deleteFrom('spent_challenge').where('expires_at', '<', tx.now()).execute();
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('spent_challenge')
    .values({ challenge_hash: challengeHash, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Locks a person, so that two changes of how they sign in follow each other. Whether a password and a code let them in. */
export async function lockPerson(tx: Context, personId: string): Promise<{ hasPassword: boolean }> {
  const row = await tx.db
    .selectFrom('person')
    .select(['password_hash', 'totp_confirmed_at'])
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { hasPassword: row.password_hash !== null && row.totp_confirmed_at !== null };
}

/** Whether a provider that has not ended vouches for a person. */
export async function hasIdentity(tx: Context, personId: string): Promise<boolean> {
  const found = await tx.db
    .selectFrom('person_identity')
    .innerJoin('identity_provider', 'identity_provider.id', 'person_identity.provider_id')
    .select('person_identity.subject')
    .where('person_identity.person_id', '=', personId)
    .where('identity_provider.ended_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

/** When and by what a session was opened, if it has not ended. */
export async function findSessionStart(
  tx: Context,
  sessionId: string,
): Promise<{ readonly created_at: Date; readonly factors: readonly string[] } | undefined> {
  return await tx.db
    .selectFrom('session')
    .select(['created_at', 'factors'])
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** Ends a person's sessions but for the one that is in use. */
export async function endOtherSessions(tx: Context, personId: string, sessionId: string): Promise<void> {
  await sql`update session set ended_at = ${tx.now()}
    where person_id = ${personId} and id <> ${sessionId} and ended_at is null`.execute(tx.db);
}
