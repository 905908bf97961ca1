import type { Context } from '../../platform/context.ts';
import type { ProvedPerson } from './proved-sign-in.ts';

export interface ProviderRow {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: Buffer | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
}

const columns = ['id', 'name', 'issuer', 'client_id', 'client_secret', 'created_at', 'ended_at'] as const;

/** Ended ones stay in the list: who was let in by them stays to be seen. */
const listedMax = 200;
const offeredMax = 20;

/** The providers of the agency that acts, newest first. */
export async function selectProviders(tx: Context): Promise<ProviderRow[]> {
  return await tx.db
    .selectFrom('identity_provider')
    .select(columns)
    .where('agency_id', '=', tx.agencyId)
    .orderBy('id', 'desc')
    .limit(listedMax)
    .execute();
}

/** Keeps a provider; undefined when its issuer and client are in use already. */
export async function insertProvider(
  tx: Context,
  provider: Pick<ProviderRow, 'id' | 'name' | 'issuer' | 'client_id' | 'client_secret'>,
): Promise<ProviderRow | undefined> {
  return await tx.db
    .insertInto('identity_provider')
    .values({ ...provider, agency_id: tx.agencyId, created_at: tx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst();
}

/** A provider of the agency that acts, locked until the transaction ends. */
export async function lockProvider(tx: Context, id: string): Promise<ProviderRow | undefined> {
  return await tx.db
    .selectFrom('identity_provider')
    .select(columns)
    .where('agency_id', '=', tx.agencyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function setProviderEnded(tx: Context, id: string): Promise<void> {
  await tx.db.updateTable('identity_provider').set({ ended_at: tx.now() }).where('id', '=', id).execute();
}

export interface TrustedProvider {
  readonly id: string;
  readonly agencyId: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Buffer | null;
}

/** Providers that count: not ended, of agencies that are open. Oldest first. */
export async function listTrustedProviders(tx: Context): Promise<TrustedProvider[]> {
  return await trusted(tx).orderBy('identity_provider.id').limit(offeredMax).execute();
}

export async function findTrustedProvider(tx: Context, id: string): Promise<TrustedProvider | undefined> {
  return await trusted(tx).where('identity_provider.id', '=', id).executeTakeFirst();
}

function trusted(tx: Context) {
  return tx.db
    .selectFrom('identity_provider')
    .innerJoin('agency', 'agency.id', 'identity_provider.agency_id')
    .select(['identity_provider.id', 'identity_provider.agency_id as agencyId', 'identity_provider.name'])
    .select(['identity_provider.issuer', 'identity_provider.client_id as clientId'])
    .select('identity_provider.client_secret as clientSecret')
    .where('identity_provider.ended_at', 'is', null)
    .where('agency.closed_at', 'is', null);
}

/** Whom a provider means by a subject, unless nobody has linked it or that person is disabled. */
export async function findLinkedPerson(
  tx: Context,
  { providerId, subject }: { readonly providerId: string; readonly subject: string },
): Promise<ProvedPerson | undefined> {
  return await tx.db
    .selectFrom('person_identity')
    .innerJoin('person', 'person.id', 'person_identity.person_id')
    .select(['person.id as personId', 'person.login', 'person.name'])
    .select('person.credentials_version as credentialsVersion')
    .where('person_identity.provider_id', '=', providerId)
    .where('person_identity.subject', '=', subject)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
}

/** Links a provider's subject to a person; false when it is linked already, to whomever. */
export async function insertIdentity(
  tx: Context,
  identity: { readonly providerId: string; readonly subject: string; readonly personId: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('person_identity')
    .values({
      provider_id: identity.providerId,
      subject: identity.subject,
      person_id: identity.personId,
      linked_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
