import { timingSafeEqual } from 'node:crypto';
import { type Input, Problem, type pageEndpoints } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { asAccounts } from './as-accounts.ts';
import { type OwnSessionIds, refuseStaleSession } from './own-session.ts';
import { signInProved } from './proved-sign-in.ts';
import { type Asked, askProvider, faults, redeemAnswer } from './provider-client.ts';
import {
  findLinkedPerson,
  findTrustedProvider,
  insertIdentity,
  listTrustedProviders,
  type TrustedProvider,
} from './provider-store.ts';
import type { SignedIn } from './sign-in.ts';
import { listOwnAgencies } from './sign-in-store.ts';
import { openTicket, sealTicket } from './tickets.ts';

/** Time to type a password there, and to find the phone for its second factor. */
const roundTripMinutes = 10;
export const roundTripSeconds = roundTripMinutes * 60;
const purpose = 'provider round trip';

interface RoundTrip extends Asked {
  readonly providerId: string;
  /** Who links their account; absent where somebody signs in. */
  readonly linkFor?: OwnSessionIds;
}

/** Where to send the browser, and the cookie that it brings back. */
export interface Departure {
  readonly address: string;
  readonly ticket: string;
}

/** The providers that a sign-in page offers: of all open agencies, the oldest first, at most 20. */
export async function listOffered(ctx: Context): Promise<{ id: string; name: string }[]> {
  const found = await inTransaction(asAccounts(ctx), listTrustedProviders);
  return found.map(({ id, name }) => ({ id, name }));
}

/** Those of them that are of the agency for which somebody works. */
export async function listLinkable(ctx: Context): Promise<{ id: string; name: string }[]> {
  const found = await inTransaction(asAccounts(ctx), listTrustedProviders);
  return found.filter(({ agencyId }) => agencyId === ctx.agencyId).map(({ id, name }) => ({ id, name }));
}

/** Begins a sign-in at a provider. Throws `request.not_found` and `provider.unreachable`. */
export async function leaveToSignIn(ctx: Context, id: string, redirectUri: string): Promise<Departure> {
  return await leave(ctx, await readProvider(ctx, id), { redirectUri });
}

/**
 * Begins the linking of an account at a provider of an agency that one belongs to. Throws `request.not_found`,
 * `sign-in.not_fresh`, `sign-in.by_provider` and `provider.unreachable`.
 */
export async function leaveToLink(
  ctx: Context,
  id: string,
  given: { readonly redirectUri: string; readonly own: OwnSessionIds },
): Promise<Departure> {
  const provider = await readProvider(ctx, id);
  await inTransaction(asAccounts(ctx), (tx) => refuseStrangeLink(tx, provider, given.own));
  return await leave(ctx, provider, { redirectUri: given.redirectUri, linkFor: given.own });
}

/** What came of a round trip: somebody is signed in, or an account is linked. */
export type Arrival = { readonly signedIn: SignedIn } | { readonly linked: true };

/**
 * Takes a provider's answer in the browser that asked for it. A person is whoever linked that account while signed in:
 * an address or a name that is alike says nothing. Throws the `provider.…` problems; nobody is signed in by any of them.
 */
export async function arrive(
  ctx: Context,
  query: NonNullable<Input<typeof pageEndpoints.providerCallbackPage>['query']>,
  given: { readonly ticket: string | undefined; readonly redirectUri: string; readonly heldToken: string | undefined },
): Promise<Arrival> {
  const trip = given.ticket === undefined ? undefined : openTicket<RoundTrip>(ctx, purpose, given.ticket);
  if (trip === undefined || !isSame(trip.state, query.state)) {
    throw new Problem('provider.state_wrong', { parameters: { minutes: roundTripMinutes } });
  }
  const provider = await readProvider(ctx, trip.providerId);
  if (query.iss !== undefined && query.iss !== provider.issuer) {
    throw new Problem('provider.answer_wrong', { parameters: { wrong: faults.issuer } });
  }
  if (query.error !== undefined) throw new Problem('provider.denied');
  const answer = new URL(given.redirectUri);
  for (const [name, value] of Object.entries(query)) answer.searchParams.set(name, String(value));
  const subject = await redeemAnswer(ctx, provider, { answer, asked: trip });
  if (trip.linkFor !== undefined) {
    await link(ctx, provider, { subject, own: trip.linkFor });
    return { linked: true };
  }
  return { signedIn: await signIn(ctx, provider, { subject, heldToken: given.heldToken }) };
}

async function signIn(
  ctx: Context,
  provider: TrustedProvider,
  { subject, heldToken }: { readonly subject: string; readonly heldToken: string | undefined },
): Promise<SignedIn> {
  const refusal = 'provider.not_linked';
  const gate = asAccounts(ctx);
  const person = await inTransaction(gate, (tx) => findLinkedPerson(tx, { providerId: provider.id, subject }));
  if (person === undefined) throw new Problem(refusal);
  // The code was good once: the provider sees to that.
  const spend = async () => true;
  // For the agency that trusts the provider, and for no other that the person belongs to.
  const { agencyId } = provider;
  return await signInProved(gate, { person, factors: ['provider'], agencyId, heldToken, refusal, spend });
}

async function link(
  ctx: Context,
  provider: TrustedProvider,
  { subject, own }: { readonly subject: string; readonly own: OwnSessionIds },
): Promise<void> {
  const { personId } = own;
  const actor = { role: 'accounts', name: 'link', id: `person:${personId}` } as const;
  await inTransaction({ ...ctx, actor, agencyId: provider.agencyId }, async (tx) => {
    await refuseStrangeLink(tx, provider, own);
    const providerId = provider.id;
    if (await insertIdentity(tx, { providerId, subject, personId })) {
      await logAction(tx, { action: 'link-identity', subject: 'identity-provider', subjectId: providerId });
      return;
    }
    const holder = await findLinkedPerson(tx, { providerId, subject });
    if (holder?.personId !== personId) throw new Problem('provider.linked_already');
  });
}

async function refuseStrangeLink(tx: Context, { agencyId }: TrustedProvider, own: OwnSessionIds): Promise<void> {
  await refuseStaleSession(tx, own.sessionId);
  const agencies = await listOwnAgencies(tx, own.personId);
  if (!agencies.some(({ id }) => id === agencyId)) throw new Problem('request.not_found');
}

async function leave(
  ctx: Context,
  provider: TrustedProvider,
  { redirectUri, linkFor }: { readonly redirectUri: string; readonly linkFor?: OwnSessionIds },
): Promise<Departure> {
  const { address, asked } = await askProvider(ctx, provider, redirectUri);
  const content: RoundTrip = { ...asked, providerId: provider.id, ...(linkFor === undefined ? {} : { linkFor }) };
  return { address, ticket: sealTicket(ctx, purpose, { content, lifetimeMs: roundTripSeconds * 1_000 }) };
}

async function readProvider(ctx: Context, id: string): Promise<TrustedProvider> {
  const provider = await inTransaction(asAccounts(ctx), (tx) => findTrustedProvider(tx, id));
  if (provider === undefined) throw new Problem('request.not_found');
  return provider;
}

function isSame(wanted: string, given: string | undefined): boolean {
  const [one, other] = [Buffer.from(wanted), Buffer.from(given ?? '')];
  return one.length === other.length && timingSafeEqual(one, other);
}
