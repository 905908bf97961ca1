import { Problem } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { daysAfter } from './keeping.ts';

/** A request that creates something, as it is remembered: hashes alone, under the installation's key. */
export interface RequestClaim {
  readonly keyHash: Buffer;
  readonly bodyHash: Buffer;
  /** Of what the request creates, unless it was answered before. */
  readonly subjectId: string;
}

export interface ClaimedRequest {
  readonly subjectId: string;
  readonly createdAt: Date;
  /** The request was answered before: nothing may be created again. */
  readonly isReplay: boolean;
}

export interface RequestIdentity {
  readonly operation: string;
  readonly key: string;
  readonly body: unknown;
  readonly subjectId: string;
  /** Keys of one receipt's holder never meet those of another. */
  readonly receiptHash?: Buffer;
}

/** What identifies a request: operation, receipt and key; and the body, whatever order its fields came in. */
export function claimFor(ctx: Context, request: RequestIdentity): RequestClaim {
  const scope = request.receiptHash?.toString('hex') ?? '';
  return {
    keyHash: ctx.keys.keyedHash('idempotency-key', request.operation, scope, request.key),
    bodyHash: ctx.keys.keyedHash('idempotency-body', canonicalJson(request.body)),
    subjectId: request.subjectId,
  };
}

/**
 * Claims many requests at once, in the order given: a fresh one, a replay of an answered one, or the refusal
 * `idempotency.key_reused` when the key came with another body. Two of the same key among them: the first is fresh.
 */
export async function claimRequests(
  tx: Context,
  claims: readonly RequestClaim[],
): Promise<(ClaimedRequest | Problem)[]> {
  const createdAt = tx.now();
  const kept = await insertClaims(tx, claims, createdAt);
  const known = kept.size === claims.length ? kept : await findClaims(tx, claims);
  return claims.map((claim) => {
    const row = known.get(claim.keyHash.toString('hex'));
    if (row === undefined) throw new Error('An idempotency key was neither inserted nor found.');
    if (row.subjectId === claim.subjectId) return { ...row, isReplay: false };
    if (!row.bodyHash.equals(claim.bodyHash)) return new Problem('idempotency.key_reused');
    return { ...row, isReplay: true };
  });
}

/** Claims one request; throws `idempotency.key_reused`. */
export async function claimRequest(tx: Context, claim: RequestClaim): Promise<ClaimedRequest> {
  const [claimed] = await claimRequests(tx, [claim]);
  if (claimed instanceof Problem) throw claimed;
  return claimed!;
}

interface KnownClaim {
  readonly bodyHash: Buffer;
  readonly subjectId: string;
  readonly createdAt: Date;
}

async function insertClaims(
  tx: Context,
  claims: readonly RequestClaim[],
  createdAt: Date,
): Promise<Map<string, KnownClaim>> {
  const purgeAt = daysAfter(createdAt, tx.profile.retentionDays.idempotencyKey);
  // One order for every process: two transactions that claim the same keys wait for each other, never in a circle.
  const sorted = claims.toSorted((one, other) => Buffer.compare(one.keyHash, other.keyHash));
  const { rows } = await sql<ClaimRow>`
    insert into idempotency_key (key_hash, agency_id, body_hash, subject_id, created_at, purge_at)
    select key_hash, ${tx.agencyId}::uuid, body_hash, subject_id, ${createdAt}::timestamptz, ${purgeAt}::timestamptz
    from unnest(
      ${sorted.map(({ keyHash }) => keyHash)}::bytea[],
      ${sorted.map(({ bodyHash }) => bodyHash)}::bytea[],
      ${sorted.map(({ subjectId }) => subjectId)}::uuid[]
    ) with ordinality as claim (key_hash, body_hash, subject_id, place)
    order by place
    on conflict (key_hash) do nothing
    returning key_hash, body_hash, subject_id, created_at`.execute(tx.db);
  return byKey(rows);
}

async function findClaims(tx: Context, claims: readonly RequestClaim[]): Promise<Map<string, KnownClaim>> {
  const rows = await tx.db
    .selectFrom('idempotency_key')
    .select(['key_hash', 'body_hash', 'subject_id', 'created_at'])
    .where(
      'key_hash',
      'in',
      claims.map((claim) => claim.keyHash),
    )
    .execute();
  return byKey(rows);
}

interface ClaimRow {
  key_hash: Uint8Array;
  body_hash: Uint8Array;
  subject_id: string;
  created_at: Date;
}

function byKey(rows: readonly ClaimRow[]): Map<string, KnownClaim> {
  return new Map(
    rows.map((row) => [
      Buffer.from(row.key_hash).toString('hex'),
      { bodyHash: Buffer.from(row.body_hash), subjectId: row.subject_id, createdAt: row.created_at },
    ]),
  );
}

/** JSON with the fields of every object in one order, absent and undefined alike. Depth is bounded by the schemas. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
