import { randomBytes } from 'node:crypto';
import {
  type ApiKey,
  type addApiKey as addApiKeyEndpoint,
  type Input,
  isKeyScope,
  limits,
  type listApiKeys as listApiKeysEndpoint,
  type NamedReasonSchema,
  Problem,
  staffPermissions,
} from '@spring-rain/contract';
import type { Static } from 'typebox';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import {
  type ApiKeyRow,
  insertApiKey,
  isNameTaken,
  lockApiKey,
  selectApiKeys,
  setApiKeyEnded,
} from './api-key-store.ts';
import { asAccounts } from './as-accounts.ts';
import { apiKeyHash } from './identity.ts';

const secretBytes = 32;
const dayMs = 24 * 60 * 60 * 1_000;

/** So that a secret which was published by mistake is found by whoever looks for such. */
const secretPrefix = 'srk_';

type Draft = Input<typeof addApiKeyEndpoint>['body'];
type NamedReason = Static<typeof NamedReasonSchema>;

/** The agency's keys, newest first, a page at a time. Throws `cursor.invalid`. */
export async function listApiKeys(
  ctx: Context,
  query: Input<typeof listApiKeysEndpoint>['query'],
): Promise<{ rows: ApiKey[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  const before = query.cursor === undefined ? undefined : decodeCursor<string>(ctx, 'api-keys', query.cursor);
  return await inTransaction(asAccounts(ctx), async (tx) => {
    const found = await selectApiKeys(tx, { before, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    const next = hasMore ? { next: encodeCursor(ctx, 'api-keys', last.id) } : {};
    return { rows: rows.map((row) => toApiKey(row, tx.now())), ...next };
  });
}

/**
 * Makes a key for a machine of the agency. The secret is answered once; what is kept cannot be turned back into it.
 * Throws `key.scope_refused`, `key.expiry_invalid`, `key.name_invalid`, `key.name_taken` and `decision.name_missing`.
 */
export async function addApiKey(ctx: Context, draft: Draft): Promise<{ key: ApiKey; secret: string }> {
  const { by, reason } = readNamedReason(draft);
  const refused = draft.scopes.find((scope) => !isKeyScope(scope));
  if (refused !== undefined)
    throw new Problem('key.scope_refused', { parameters: { field: 'scopes', scope: refused } });
  const expiresAt = readExpiry(ctx, draft.expiresAt);
  const name = readName(draft.name);
  return await inTransaction(asAccounts(ctx), async (tx) => {
    if (await isNameTaken(tx, name)) throw new Problem('key.name_taken', { parameters: { field: 'name' } });
    const secret = secretPrefix + randomBytes(secretBytes).toString('base64url');
    const kept = { name, scopes: draft.scopes, createdBy: by, expiresAt };
    const row = await insertApiKey(tx, { ...kept, id: tx.newId(), secretHash: apiKeyHash(tx, secret) });
    await logAction(tx, { action: 'add-key', subject: 'api-key', subjectId: row.id, fields: draft.scopes, reason });
    return { key: toApiKey(row, tx.now()), secret };
  });
}

/**
 * Ends a key at once. Throws `request.not_found` for one that is not this agency's, `decision.not_possible` for one
 * that has ended or expired, and `decision.name_missing`.
 */
export async function endApiKey(ctx: Context, id: string, decision: NamedReason): Promise<ApiKey> {
  const { reason } = readNamedReason(decision);
  return await inTransaction(asAccounts(ctx), async (tx) => {
    const row = await lockApiKey(tx, id);
    if (row === undefined) throw new Problem('request.not_found');
    const state = stateOf(row, tx.now());
    if (state !== 'active') throw notPossible(state);
    await setApiKeyEnded(tx, id);
    await logAction(tx, { action: 'end-key', subject: 'api-key', subjectId: id, reason });
    return toApiKey({ ...row, ended_at: tx.now() }, tx.now());
  });
}

function readNamedReason({ by, reason }: NamedReason): NamedReason {
  const named = { by: by.trim(), reason: reason.trim() };
  if (named.by === '' || named.reason === '') throw new Problem('decision.name_missing');
  return named;
}

/** One spelling for what looks alike, so that a key cannot pass for somebody by a wider space. */
function readName(given: string): string {
  const name = given.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const isVisible = name !== '' && !/\p{C}/u.test(name);
  if (isVisible) return name;
  throw new Problem('key.name_invalid', { parameters: { field: 'name' } });
}

function readExpiry(ctx: Context, given: string): Date {
  const { keyMaxDays } = ctx.profile.signIn;
  const now = ctx.now().getTime();
  const expiresAt = new Date(given);
  const isFit = expiresAt.getTime() > now && expiresAt.getTime() <= now + keyMaxDays * dayMs;
  if (isFit) return expiresAt;
  throw new Problem('key.expiry_invalid', { parameters: { field: 'expiresAt', limit: keyMaxDays } });
}

function toApiKey(row: ApiKeyRow, now: Date): ApiKey {
  return {
    id: row.id,
    name: row.name,
    // In the order of the vocabulary; what it no longer knows opens nothing and is not shown.
    scopes: staffPermissions.filter((permission) => row.scopes.includes(permission)),
    state: stateOf(row, now),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at.toISOString() }),
  };
}

function stateOf(row: ApiKeyRow, now: Date): ApiKey['state'] {
  if (row.ended_at !== null) return 'ended';
  return row.expires_at <= now ? 'expired' : 'active';
}

const stateWords = {
  active: { 'zh-CN': '有效', en: 'active' },
  expired: { 'zh-CN': '已到期', en: 'expired' },
  ended: { 'zh-CN': '已停用', en: 'ended' },
} as const satisfies Record<ApiKey['state'], unknown>;

function notPossible(state: ApiKey['state']): Problem {
  return new Problem('decision.not_possible', { parameters: { found: stateWords[state], wanted: stateWords.active } });
}
