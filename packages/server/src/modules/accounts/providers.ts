import {
  type addProvider as addProviderEndpoint,
  type Input,
  type NamedReasonSchema,
  Problem,
  type Provider,
  providerLimits,
} from '@spring-rain/contract';
import type { Static } from 'typebox';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { asAccounts } from './as-accounts.ts';
import { insertProvider, lockProvider, type ProviderRow, selectProviders, setProviderEnded } from './provider-store.ts';

type NamedReason = Static<typeof NamedReasonSchema>;

/** The providers of the agency, newest first, ended ones too. */
export async function listProviders(ctx: Context): Promise<Provider[]> {
  return await inTransaction(asAccounts(ctx), async (tx) => (await selectProviders(tx)).map(toProvider));
}

/**
 * Lets the agency's people sign in by a provider, once each of them has linked their account there. Throws
 * `provider.issuer_invalid`, `provider.known`, `provider.too_many` and `decision.name_missing`.
 */
export async function addProvider(
  ctx: Context,
  draft: Input<typeof addProviderEndpoint>['body'],
  { isSecure }: { readonly isSecure: boolean },
): Promise<Provider> {
  const reason = readReason(draft);
  const issuer = readIssuer(draft.issuer, isSecure);
  return await inTransaction(asAccounts(ctx), async (tx) => {
    const inUse = (await selectProviders(tx)).filter(({ ended_at }) => ended_at === null);
    if (inUse.length >= providerLimits.perAgencyMax) {
      throw new Problem('provider.too_many', { parameters: { limit: providerLimits.perAgencyMax } });
    }
    const id = tx.newId();
    const client_secret = draft.clientSecret === undefined ? null : sealSecret(tx, id, draft.clientSecret);
    const kept = { id, name: draft.name.trim() || issuer, issuer, client_id: draft.clientId, client_secret };
    const row = await insertProvider(tx, kept);
    if (row === undefined) throw new Problem('provider.known');
    await logAction(tx, { action: 'add-provider', subject: 'identity-provider', subjectId: id, reason });
    return toProvider(row);
  });
}

/** Ends a provider. Throws `request.not_found` for another agency's, `decision.not_possible` for one that has ended. */
export async function endProvider(ctx: Context, id: string, decision: NamedReason): Promise<Provider> {
  const reason = readReason(decision);
  return await inTransaction(asAccounts(ctx), async (tx) => {
    const row = await lockProvider(tx, id);
    if (row === undefined) throw new Problem('request.not_found');
    if (row.ended_at !== null) throw new Problem('decision.not_possible', { parameters: { ...stateWords } });
    await setProviderEnded(tx, id);
    await logAction(tx, { action: 'end-provider', subject: 'identity-provider', subjectId: id, reason });
    return toProvider({ ...row, ended_at: tx.now() });
  });
}

const stateWords = {
  found: { 'zh-CN': '已停用', en: 'ended' },
  wanted: { 'zh-CN': '使用中', en: 'in use' },
} as const;

function sealSecret({ keys }: Context, id: string, secret: string): Buffer {
  return keys.encrypt(`provider ${id}`, Buffer.from(secret));
}

/** The secret that we show a provider; undefined where we are a public client there. */
export function openSecret({ keys }: Context, id: string, sealed: Uint8Array | null): string | undefined {
  return sealed === null ? undefined : keys.decrypt(`provider ${id}`, sealed)?.toString();
}

function readReason({ by, reason }: NamedReason): string {
  const given = reason.trim();
  if (by.trim() === '' || given === '') throw new Problem('decision.name_missing');
  return given;
}

/** OpenID Connect Core 2: https, no query, no fragment. Plain http only between programs of one host that has no TLS. */
function readIssuer(given: string, isSecure: boolean): string {
  const issuer = given.trim();
  const url = URL.parse(issuer);
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (isPlain && (url.protocol === 'https:' || (!isSecure && isLocalHttp(url)))) return issuer;
  throw new Problem('provider.issuer_invalid', { parameters: { field: 'issuer' } });
}

/** A provider on this very host, reached without TLS. */
export function isLocalHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function toProvider(row: ProviderRow): Provider {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    hasSecret: row.client_secret !== null,
    addedAt: row.created_at.toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
  };
}
