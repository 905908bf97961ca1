import { randomBytes } from 'node:crypto';
import {
  type addPasskey as addPasskeyEndpoint,
  type Input,
  type Passkey,
  Problem,
  passkeyLimits,
  type signInByPasskey as signInByPasskeyEndpoint,
} from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { asAccounts } from './as-accounts.ts';
import { type OwnSessionIds, refuseStaleSession } from './own-session.ts';
import type { PasskeyPlace } from './passkey-place.ts';
import { checkNewPasskey, checkShownPasskey, keyAlgorithms, loadWebAuthn, userHandleOf } from './passkey-proof.ts';
import {
  advancePasskey,
  deletePasskey,
  endOtherSessions,
  findPasskeyHolder,
  hasIdentity,
  insertPasskey,
  lockPerson,
  type PasskeyRow,
  selectPasskeys,
  spendChallenge,
} from './passkey-store.ts';
import { signInProved } from './proved-sign-in.ts';
import type { SignedIn } from './sign-in.ts';
import { openTicket, sealTicket } from './tickets.ts';

const challengeBytes = 32;
/** Time to find the security key in a bag. */
const challengeMinutes = 5;
const challengeMs = challengeMinutes * 60_000;
const signInPurpose = 'passkey sign-in';

/** What a browser gets, and brings back with the device's answer. */
export interface PasskeyOpening {
  readonly options: { readonly challenge: string };
  readonly ticket: string;
}

/** The passkeys of a person, the oldest first. */
export async function listPasskeys(ctx: Context, { personId }: OwnSessionIds): Promise<Passkey[]> {
  return await inTransaction(asAccounts(ctx), async (tx) => (await selectPasskeys(tx, personId)).map(toPasskey));
}

/**
 * Options by which a browser makes a passkey for whoever is signed in; the challenge is good for this session alone.
 * Throws `sign-in.not_fresh` and `passkey.too_many`.
 */
export async function openEnrolment(
  ctx: Context,
  { own, place, userName }: { readonly own: OwnSessionIds; readonly place: PasskeyPlace; readonly userName: string },
): Promise<PasskeyOpening> {
  const there = await inTransaction(asAccounts(ctx), async (tx) => {
    await refuseStaleSession(tx, own.sessionId);
    return await selectPasskeys(tx, own.personId);
  });
  if (there.length >= passkeyLimits.perPersonMax) throw tooMany();
  const challenge = randomBytes(challengeBytes);
  const { generateRegistrationOptions } = await loadWebAuthn();
  const options = await generateRegistrationOptions({
    rpName: 'Spring Rain',
    rpID: place.rpId,
    userName,
    userID: userHandleOf(ctx, own.personId),
    challenge: new Uint8Array(challenge),
    timeout: challengeMs,
    supportedAlgorithmIDs: [...keyAlgorithms],
    // Whose make a device is does not matter here, and would tell devices of one batch apart.
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: there.map(({ credentialId }) => ({ id: credentialId.toString('base64url') })),
  });
  const content = options.challenge;
  return { options, ticket: sealTicket(ctx, enrolmentPurpose(own), { content, lifetimeMs: challengeMs }) };
}

/**
 * Keeps a passkey that a device has made for whoever is signed in. Throws `passkey.not_taken` for one that is not for
 * this site, this session and this challenge, `passkey.known`, `passkey.too_many`, `passkey.name_blank`, `sign-in.not_fresh`.
 */
export async function addPasskey(
  ctx: Context,
  draft: Input<typeof addPasskeyEndpoint>['body'],
  { own, place }: { readonly own: OwnSessionIds; readonly place: PasskeyPlace },
): Promise<Passkey> {
  const name = readName(draft.name);
  const challenge = openTicket<string>(ctx, enrolmentPurpose(own), draft.ticket);
  const made = challenge === undefined ? undefined : await checkNewPasskey(draft.credential, { place, challenge });
  if (challenge === undefined || made === undefined) throw notTaken();
  return await inTransaction(asAccounts(ctx), async (tx) => {
    await refuseStaleSession(tx, own.sessionId);
    await lockPerson(tx, own.personId);
    if ((await selectPasskeys(tx, own.personId)).length >= passkeyLimits.perPersonMax) throw tooMany();
    if (!(await spend(tx, challenge))) throw notTaken();
    const row = await insertPasskey(tx, { ...made, id: tx.newId(), personId: own.personId, name });
    if (row === undefined) throw new Problem('passkey.known');
    await logAction(tx, { action: 'add-passkey', subject: 'passkey', subjectId: row.id });
    return toPasskey(row);
  });
}

/**
 * Forgets a passkey of whoever is signed in, and ends their other sessions: it may have been lost. Throws
 * `request.not_found`, `passkey.last_way_in` and `sign-in.not_fresh`.
 */
export async function removePasskey(ctx: Context, id: string, own: OwnSessionIds): Promise<Passkey[]> {
  const { personId, sessionId } = own;
  return await inTransaction(asAccounts(ctx), async (tx) => {
    await refuseStaleSession(tx, sessionId);
    const { hasPassword } = await lockPerson(tx, personId);
    if (!(await deletePasskey(tx, personId, id))) throw new Problem('request.not_found');
    const left = await selectPasskeys(tx, personId);
    const hasWayIn = hasPassword || left.length > 0 || (await hasIdentity(tx, personId));
    if (!hasWayIn) throw new Problem('passkey.last_way_in');
    await endOtherSessions(tx, personId, sessionId);
    await logAction(tx, { action: 'remove-passkey', subject: 'passkey', subjectId: id });
    return left.map(toPasskey);
  });
}

/** Options by which a browser lets somebody choose a passkey; nothing in them depends on who that is. */
export async function openPasskeySignIn(ctx: Context, place: PasskeyPlace): Promise<PasskeyOpening> {
  const { generateAuthenticationOptions } = await loadWebAuthn();
  const options = await generateAuthenticationOptions({
    rpID: place.rpId,
    challenge: new Uint8Array(randomBytes(challengeBytes)),
    timeout: challengeMs,
    userVerification: 'required',
  });
  const content = options.challenge;
  return { options, ticket: sealTicket(ctx, signInPurpose, { content, lifetimeMs: challengeMs }) };
}

/**
 * Signs in by passkey. An unknown one, a wrong signature, site or challenge, one that was answered before, a counter that
 * went back, a disabled person and an agency that is not theirs all get `passkey.refused`.
 */
export async function signInByPasskey(
  ctx: Context,
  { ticket, credential, agencyId }: Input<typeof signInByPasskeyEndpoint>['body'],
  { place, heldToken }: { readonly place: PasskeyPlace; readonly heldToken: string | undefined },
): Promise<SignedIn> {
  const refusal = 'passkey.refused';
  const gate = asAccounts(ctx);
  const challenge = openTicket<string>(ctx, signInPurpose, ticket);
  const holder = await inTransaction(gate, (tx) => findPasskeyHolder(tx, Buffer.from(credential.id, 'base64url')));
  if (challenge === undefined || holder === undefined) throw new Problem(refusal);
  const shown = await checkShownPasskey(ctx, credential, { place, challenge, holder });
  if (shown === undefined) throw new Problem(refusal);
  return await signInProved(gate, {
    person: holder,
    factors: ['passkey'],
    agencyId,
    heldToken,
    refusal,
    spend: async (tx) => (await spend(tx, challenge)) && (await advancePasskey(tx, holder.passkeyId, shown.counter)),
  });
}

function spend(tx: Context, challenge: string): Promise<boolean> {
  const expiresAt = new Date(tx.now().getTime() + challengeMs);
  return spendChallenge(tx, tx.keys.keyedHash('passkey-challenge', challenge), expiresAt);
}

function enrolmentPurpose({ sessionId }: OwnSessionIds): string {
  return `passkey enrolment ${sessionId}`;
}

function readName(given: string): string {
  const name = given.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  if (name !== '' && !/\p{C}/u.test(name)) return name;
  throw new Problem('passkey.name_blank', { parameters: { field: 'name' } });
}

function toPasskey({ id, name, created_at, last_used_at }: PasskeyRow): Passkey {
  const used = last_used_at === null ? {} : { lastUsedAt: last_used_at.toISOString() };
  return { id, name, addedAt: created_at.toISOString(), ...used };
}

function tooMany(): Problem {
  return new Problem('passkey.too_many', { parameters: { limit: passkeyLimits.perPersonMax } });
}

function notTaken(): Problem {
  return new Problem('passkey.not_taken', { parameters: { minutes: challengeMinutes } });
}
