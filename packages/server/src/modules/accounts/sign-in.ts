import { Problem, type SignInFactor } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { asAccounts } from './as-accounts.ts';
import { knownDevice, makeDevice } from './devices.ts';
import { sessionHash } from './identity.ts';
import { foldLogin } from './logins.ts';
import { isOutdated, type PasswordHasher } from './password-hash.ts';
import { recoveryCodeHash } from './recovery-codes.ts';
import { endSessionOfToken } from './session-store.ts';
import { type OpenedSession, openSession } from './sessions.ts';
import type { SignInBudgets } from './sign-in-budgets.ts';
import {
  type Candidate,
  findCandidate,
  isUnusedRecoveryCode,
  listOwnAgencies,
  lockCredentials,
  type OwnAgency,
  replacePasswordHash,
  spendRecoveryCode,
  spendTotpStep,
} from './sign-in-store.ts';
import { makeTotpSecret, matchTotp } from './totp.ts';

/** What one process keeps for sign-ins. */
export interface SignInTools {
  readonly hasher: PasswordHasher;
  readonly budgets: SignInBudgets;
}

export interface SignInTry {
  readonly login: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly recoveryCode?: string | undefined;
  readonly agencyId?: string | undefined;
  /** The device's cookie. */
  readonly device: string | undefined;
  /** The token that the browser held before; its session ends with a good sign-in. */
  readonly heldToken: string | undefined;
}

export interface SignedIn {
  readonly session: OpenedSession;
  readonly agency: OwnAgency;
  /** The new cookie of the device. */
  readonly device: string;
}

/** Stands in where there is no person, so that the same questions are asked of the database. */
const nobodyId = '00000000-0000-0000-0000-000000000000';

/**
 * Signs in by password and second factor. An unknown login, a wrong password, a wrong, spent or missing second factor,
 * a disabled person and an agency that is not theirs get the same refusal after the same work: `sign-in.refused`.
 * Throws `rate.limited` and `sign-in.busy` too, for known and unknown logins alike.
 */
export async function signInByPassword(
  ctx: Context,
  { hasher, budgets }: SignInTools,
  attempt: SignInTry,
): Promise<SignedIn> {
  const gate = asAccounts(ctx);
  const login = foldLogin(attempt.login);
  const { candidate, agencies, isRecoveryCode } = await inTransaction(gate, (tx) => askAll(tx, login, attempt));
  const credentialsVersion = candidate?.credentialsVersion ?? 0;
  const device = knownDevice(ctx, { login, credentialsVersion }, attempt.device);
  budgets.spendTry(login, device);

  const from = device === undefined ? 'stranger' : 'known-device';
  const isPassword = await hasher.matches(attempt.password, candidate?.passwordHash ?? null, from);
  const step = totpStepOf(ctx, candidate, attempt.code);
  const agency = agencies.find(({ id }) => attempt.agencyId === undefined || id === attempt.agencyId);
  const isFactor = step !== undefined || isRecoveryCode;
  if (
    candidate?.passwordHash == null ||
    !candidate.isTotpConfirmed ||
    !isPassword ||
    !isFactor ||
    agency === undefined
  ) {
    throw new Problem('sign-in.refused');
  }

  const newHash = isOutdated(candidate.passwordHash) ? await hasher.hash(attempt.password) : undefined;
  const session = await inTransaction(inNameOf(gate, candidate, agency), async (tx) => {
    if (!(await lockCredentials(tx, candidate))) throw new Problem('sign-in.refused');
    const factor = await spendFactor(tx, candidate, { step, recoveryCode: attempt.recoveryCode });
    if (attempt.heldToken !== undefined) await endSessionOfToken(tx, sessionHash(tx, attempt.heldToken));
    if (newHash !== undefined) {
      await replacePasswordHash(tx, candidate.personId, { from: candidate.passwordHash ?? '', to: newHash });
    }
    const factors: readonly SignInFactor[] = ['password', factor];
    const { personId } = candidate;
    await logAction(tx, { action: 'sign-in', subject: 'person', subjectId: personId, fields: factors });
    return await openSession(tx, { personId, agencyId: agency.id, factors });
  });
  return { session, agency, device: makeDevice(ctx, { login, credentialsVersion }) };
}

/** The same person, for one of their agencies. */
export function inNameOf(
  gate: Context,
  person: { readonly personId: string; readonly name: string },
  agency: { readonly id: string },
): Context {
  const actor = { role: 'accounts', name: person.name, id: `person:${person.personId}` } as const;
  return { ...gate, agencyId: agency.id, actor };
}

async function askAll(tx: Context, login: string, { recoveryCode }: SignInTry) {
  const candidate = await findCandidate(tx, login);
  const personId = candidate?.personId ?? nobodyId;
  const agencies = await listOwnAgencies(tx, personId);
  const isRecoveryCode =
    recoveryCode !== undefined &&
    (await isUnusedRecoveryCode(tx, personId, recoveryCodeHash(tx, personId, recoveryCode)));
  return { candidate, agencies, isRecoveryCode };
}

/** The step of the code that was typed; without a person a code is computed all the same. */
function totpStepOf(ctx: Context, candidate: Candidate | undefined, code: string | undefined): number | undefined {
  if (code === undefined) return undefined;
  const secret = candidate === undefined ? undefined : openTotpSecret(ctx, candidate);
  const lastStep = candidate?.totpLastStep ?? undefined;
  const step = matchTotp(secret ?? makeTotpSecret(), code, { now: ctx.now(), lastStep });
  return secret === undefined ? undefined : step;
}

/** A secret of the second factor as it is kept: for this installation and this person alone. */
export function sealTotpSecret({ keys }: Context, personId: string, secret: Uint8Array): Buffer {
  return keys.encrypt(`totp ${personId}`, secret);
}

function openTotpSecret({ keys }: Context, { personId, totpSecret }: Candidate): Buffer | undefined {
  return totpSecret === null ? undefined : keys.decrypt(`totp ${personId}`, totpSecret);
}

/** Takes the factor that was shown, so that it is good once; of two requests with the same one, one gets here too late. */
async function spendFactor(
  tx: Context,
  { personId }: Candidate,
  given: { readonly step: number | undefined; readonly recoveryCode: string | undefined },
): Promise<SignInFactor> {
  if (given.step !== undefined) {
    if (await spendTotpStep(tx, personId, given.step)) return 'totp';
  } else if (given.recoveryCode !== undefined) {
    if (await spendRecoveryCode(tx, personId, recoveryCodeHash(tx, personId, given.recoveryCode)))
      return 'recovery-code';
  }
  throw new Problem('sign-in.refused');
}
