import { randomBytes, randomUUID } from 'node:crypto';
import type { StaffPermission, StaffRole } from '@spring-rain/contract';
import { type Context, hostAgencyId, inTransaction } from '../../platform/context.ts';
import type { TestServer } from '../../platform/test-server.ts';
import { apiKeyHash, sessionHash } from './identity.ts';

export interface TestPerson {
  readonly personId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly login: string;
  /** Of a session in the agency, as a browser sends it. */
  readonly headers: Readonly<Record<string, string>>;
}

type Place = Pick<TestServer, 'resources'>;

/** An agency that is open. */
export async function makeAgency({ resources }: Place, name: string = `agency ${randomUUID()}`): Promise<string> {
  const id = resources.newId();
  await inTransaction(resources.context({ role: 'app', name: 'operator' }), (tx) =>
    tx.db.insertInto('agency').values({ id, name, created_at: tx.now() }).execute(),
  );
  return id;
}

/** A person with roles in an agency, signed in for an hour of its clock. */
export async function makePerson(
  { resources }: Place,
  { roles, agencyId = hostAgencyId }: { roles: readonly StaffRole[]; agencyId?: string },
): Promise<TestPerson> {
  const gate = resources.context({ role: 'accounts', name: 'test' });
  const token = randomBytes(32).toString('base64url');
  const personId = gate.newId();
  const sessionId = gate.newId();
  const login = `person-${personId}`;
  const name = `Person ${personId.slice(-4)}`;
  await inTransaction(gate, async (tx) => {
    const at = tx.now();
    await tx.db.insertInto('person').values({ id: personId, login, name, language: 'en', created_at: at }).execute();
    for (const role of roles) await insertMembership(tx, { personId, agencyId, role });
    await tx.db
      .insertInto('session')
      .values({
        id: sessionId,
        token_hash: sessionHash(tx, token),
        person_id: personId,
        agency_id: agencyId,
        credentials_version: 1,
        factors: ['password', 'totp'],
        created_at: at,
        last_seen_at: at,
        expires_at: new Date(at.getTime() + 60 * 60_000),
      })
      .execute();
  });
  return { personId, sessionId, name, login, headers: { cookie: `desk=${token}`, 'sec-fetch-site': 'same-origin' } };
}

async function insertMembership(
  tx: Context,
  { personId, agencyId, role }: { personId: string; agencyId: string; role: StaffRole },
): Promise<void> {
  await tx.db
    .insertInto('membership')
    .values({
      id: tx.newId(),
      person_id: personId,
      agency_id: agencyId,
      role,
      granted_at: tx.now(),
      granted_by: 'test',
    })
    .execute();
}

/** An API key of an agency, for an hour of its clock. */
export async function makeApiKey(
  { resources }: Place,
  { scopes, agencyId = hostAgencyId }: { scopes: readonly StaffPermission[]; agencyId?: string },
): Promise<{ id: string; name: string; headers: Readonly<Record<string, string>> }> {
  const gate = { ...resources.context({ role: 'accounts', name: 'test' }), agencyId };
  const secret = randomBytes(32).toString('base64url');
  const id = gate.newId();
  const name = `key ${id.slice(-4)}`;
  await inTransaction(gate, (tx) =>
    tx.db
      .insertInto('api_key')
      .values({
        id,
        agency_id: agencyId,
        secret_hash: apiKeyHash(tx, secret),
        name,
        scopes: [...scopes],
        created_by: 'test',
        created_at: tx.now(),
        expires_at: new Date(tx.now().getTime() + 60 * 60_000),
      })
      .execute(),
  );
  return { id, name, headers: { authorization: `Bearer ${secret}` } };
}
