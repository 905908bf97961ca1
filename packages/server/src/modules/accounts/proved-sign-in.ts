import { Problem, type ProblemCode, type SignInFactor } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { makeDevice } from './devices.ts';
import { sessionHash } from './identity.ts';
import { endSessionOfToken } from './session-store.ts';
import { openSession } from './sessions.ts';
import { inNameOf, type SignedIn } from './sign-in.ts';
import { listOwnAgencies, lockCredentials } from './sign-in-store.ts';

/** Who was proved to be there, and the state of their credentials at that moment. */
export interface ProvedPerson {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly credentialsVersion: number;
}

export interface ProvedSignIn {
  readonly person: ProvedPerson;
  readonly factors: readonly SignInFactor[];
  /** Of their agencies; without it the one that they worked for last. */
  readonly agencyId: string | undefined;
  readonly heldToken: string | undefined;
  /** The refusal for whatever is found wrong here: it tells nobody what that was. */
  readonly refusal: ProblemCode;
  /** Takes what was shown, so that it is good once; false when another request was first. */
  readonly spend: (tx: Context) => Promise<boolean>;
}

/** Opens a session for somebody whose proof was checked already. `gate` acts as role `accounts`. */
export async function signInProved(gate: Context, proved: ProvedSignIn): Promise<SignedIn> {
  const { person, factors, heldToken, refusal, spend } = proved;
  const { personId } = person;
  const agencies = await inTransaction(gate, (tx) => listOwnAgencies(tx, personId));
  const agency = agencies.find(({ id }) => proved.agencyId === undefined || id === proved.agencyId);
  if (agency === undefined) throw new Problem(refusal);
  const session = await inTransaction(inNameOf(gate, person, agency), async (tx) => {
    if (!(await lockCredentials(tx, person)) || !(await spend(tx))) throw new Problem(refusal);
    if (heldToken !== undefined) await endSessionOfToken(tx, sessionHash(tx, heldToken));
    await logAction(tx, { action: 'sign-in', subject: 'person', subjectId: personId, fields: factors });
    return await openSession(tx, { personId, agencyId: agency.id, factors });
  });
  return { session, agency, device: makeDevice(gate, person) };
}
