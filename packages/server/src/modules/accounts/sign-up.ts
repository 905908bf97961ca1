import { Problem, type ProblemLanguage, type SignUpOpening } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { asAccounts } from './as-accounts.ts';
import {
  type FoundLink,
  insertFirstRole,
  insertPerson,
  isAnybodyThere,
  replaceFactors,
  useLink,
} from './link-store.ts';
import { readLink } from './links.ts';
import { readNewLogin, readPersonName } from './logins.ts';
import type { PasswordHasher } from './password-hash.ts';
import { requireGoodPassword } from './password-policy.ts';
import { drawQrCode } from './qr-code.ts';
import { makeRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import { endAllSessions } from './session-store.ts';
import { inNameOf, sealTotpSecret } from './sign-in.ts';
import { listOwnAgencies } from './sign-in-store.ts';
import { base32, makeTotpSecret, matchTotp, totpUri } from './totp.ts';

const issuer = 'Spring Rain';

/** What a link is for, with a secret for the app: the one of a ticket that was given before, else a new one. */
export async function openSignUpLink(
  ctx: Context,
  token: string,
  given: { readonly ticket?: string | undefined } = {},
): Promise<SignUpOpening> {
  const link = await inTransaction(asAccounts(ctx), (tx) => readLink(tx, token));
  const secret = openTicket(ctx, link, given.ticket) ?? makeTotpSecret();
  // What the app calls the entry; the first administrator has no login yet.
  const uri = totpUri(secret, { login: link.person?.login ?? 'administrator', issuer });
  return {
    purpose: link.purpose,
    ...(link.person === undefined ? {} : { login: link.person.login, name: link.person.name }),
    totpSecret: base32(secret),
    totpUri: uri,
    totpQrSvg: await drawQrCode(uri),
    ticket: makeTicket(ctx, link, secret),
    expiresAt: link.expiresAt.toISOString(),
  };
}

export interface SignUpDraft {
  readonly token: string;
  readonly ticket: string;
  readonly login?: string | undefined;
  readonly name?: string | undefined;
  readonly password: string;
  readonly code: string;
}

/**
 * Sets password and second factor by a link, which ends with it; whatever sessions the person had end too. Of two
 * requests with one link the second gets `sign-up.link_ended`. Throws `sign-up.code_wrong`, `password.…`, `person.…`.
 */
export async function signUp(
  ctx: Context,
  { hasher }: { readonly hasher: PasswordHasher },
  given: { readonly draft: SignUpDraft; readonly language: ProblemLanguage },
): Promise<{ login: string; recoveryCodes: string[] }> {
  const { draft } = given;
  const gate = asAccounts(ctx);
  const link = await inTransaction(gate, (tx) => readLink(tx, draft.token));
  const person = link.person ?? newPerson(ctx, draft);
  requireGoodPassword(draft.password, { login: person.login, field: 'password' });
  const { secret, step } = readCode(ctx, link, draft);
  const passwordHash = await hasher.hash(draft.password);
  const recoveryCodes = makeRecoveryCodes();
  const factors = {
    passwordHash,
    totpSecret: sealTotpSecret(ctx, person.id, secret),
    totpStep: step,
    recoveryCodeHashes: recoveryCodes.map((code) => recoveryCodeHash(ctx, person.id, code)),
  };
  const agencies = await inTransaction(gate, (tx) => listOwnAgencies(tx, person.id));
  const acting = inNameOf(gate, { personId: person.id, name: person.name }, agencies[0] ?? { id: gate.agencyId });
  await inTransaction(acting, async (tx) => {
    if (!(await useLink(tx, link.id))) throw new Problem('sign-up.link_ended');
    if (link.person === undefined) await addFirstAdministrator(tx, { ...person, language: given.language });
    else await endAllSessions(tx, person.id);
    await replaceFactors(tx, person.id, factors);
    const enrolled = ['password', 'totp', 'recovery-codes', link.purpose];
    await logAction(tx, { action: 'use-sign-up-link', subject: 'person', subjectId: person.id, fields: enrolled });
  });
  return { login: person.login, recoveryCodes };
}

type Newcomer = NonNullable<FoundLink['person']>;

function newPerson(ctx: Context, { login = '', name = '' }: SignUpDraft): Newcomer {
  return { id: ctx.newId(), login: readNewLogin(login), name: readPersonName(name) };
}

/** The link of the first start makes one administrator of the host's agency, while nobody else has an account. */
async function addFirstAdministrator(tx: Context, person: Newcomer & { readonly language: string }): Promise<void> {
  if ((await isAnybodyThere(tx)) || !(await insertPerson(tx, person))) throw new Problem('sign-up.link_ended');
  const role = 'administrator';
  const membershipId = tx.newId();
  await insertFirstRole(tx, { id: membershipId, personId: person.id, role, by: 'first start' });
  await logAction(tx, { action: 'grant-role', subject: 'membership', subjectId: membershipId, fields: [role] });
}

/** The app's secret and the step of the code that proves it. Throws `sign-up.code_wrong`. */
function readCode(ctx: Context, link: FoundLink, { ticket, code }: SignUpDraft) {
  const secret = openTicket(ctx, link, ticket);
  const step = secret && matchTotp(secret, code, { now: ctx.now(), lastStep: undefined });
  if (secret === undefined || step === undefined) {
    throw new Problem('sign-up.code_wrong', { parameters: { field: 'code' } });
  }
  return { secret, step };
}

/** The secret of an app that is being enrolled lies with the browser, for this link alone, until its code has proved it. */
function makeTicket({ keys }: Context, { id }: FoundLink, secret: Buffer): string {
  return keys.encrypt(`totp ticket ${id}`, secret).toString('base64url');
}

function openTicket({ keys }: Context, { id }: FoundLink, ticket: string | undefined): Buffer | undefined {
  return ticket === undefined ? undefined : keys.decrypt(`totp ticket ${id}`, Buffer.from(ticket, 'base64url'));
}
