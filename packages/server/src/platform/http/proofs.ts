import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Challenge, createChallenge, randomInt, type Solution, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { ProofRequest } from './types.ts';

/** A proof that holds; whether it was spent before is for the database to say. */
export interface ProvenProof {
  readonly way: 'worked' | 'waited';
  /** Names the challenge or ticket, not the solution: each is good for one filing. */
  readonly id: string;
  readonly expiresAt: Date;
}

export interface Proofs {
  /** A fresh challenge of this level (1 is the cheapest, each further one costs double) and a fresh ticket. */
  request(level: number): Promise<ProofRequest>;
  /** The proof that a text holds; undefined when it is malformed, forged, wrong, too early or too late. */
  verify(proof: string): Promise<ProvenProof | undefined>;
}

interface ProofRules {
  readonly workMaxNumber: number;
  readonly proofLifetimeSeconds: number;
  readonly waitSeconds: number;
}

const algorithm = 'SHA-256';
const proofMaxChars = 4_000;

/**
 * Proofs of work are ALTCHA's (version 2, SHA-256): the answer is a counter drawn below `workMaxNumber`, so the worst
 * case is bounded, the mean is half of it, and checking costs one HMAC. Nothing is kept until one is spent.
 */
export function proofs(rules: ProofRules, given: { secret: (purpose: string) => Buffer; nowMs: () => number }): Proofs {
  const hmacSignatureSecret = given.secret('flood-challenge').toString('hex');
  const hmacKeySignatureSecret = given.secret('flood-answer').toString('hex');
  const ticketKey = (text: string) => given.secret(`flood-ticket ${text}`);

  async function challengeOf(level: number): Promise<Challenge> {
    const most = rules.workMaxNumber * 2 ** (level - 1);
    return createChallenge({
      algorithm,
      cost: 1,
      counter: randomInt(most),
      deriveKey,
      // Our own clock decides, so that tests can set it; `expiresAt` would be held against the machine's.
      data: { until: Math.floor(given.nowMs() / 1000) + rules.proofLifetimeSeconds },
      hmacSignatureSecret,
      hmacKeySignatureSecret,
    });
  }

  async function verifyWork(proof: string): Promise<ProvenProof | undefined> {
    const payload = payloadOf(proof);
    if (payload === undefined) return undefined;
    const { challenge, solution } = payload;
    const checked = await verifySolution({
      challenge,
      solution,
      deriveKey,
      hmacSignatureSecret,
      hmacKeySignatureSecret,
    });
    const until = Number(challenge.parameters.data?.until);
    if (!checked.verified || challenge.parameters.keySignature === undefined) return undefined;
    if (!(until * 1000 >= given.nowMs())) return undefined;
    return { way: 'worked', id: challenge.parameters.nonce, expiresAt: new Date(until * 1000) };
  }

  function ticketAt(issuedSeconds: number, nonce: string): string {
    const text = `${issuedSeconds}.${nonce}`;
    return `wait.${text}.${ticketKey(text).toString('base64url')}`;
  }

  function verifyTicket(proof: string): ProvenProof | undefined {
    const [, issued = '', nonce = ''] = proof.split('.');
    const issuedSeconds = Number(issued);
    if (!Number.isSafeInteger(issuedSeconds) || !equalTexts(proof, ticketAt(issuedSeconds, nonce))) return undefined;
    const ageMs = given.nowMs() - issuedSeconds * 1000;
    const lastsMs = (rules.waitSeconds + rules.proofLifetimeSeconds) * 1000;
    if (ageMs < rules.waitSeconds * 1000 || ageMs > lastsMs) return undefined;
    return { way: 'waited', id: nonce, expiresAt: new Date(issuedSeconds * 1000 + lastsMs) };
  }

  return {
    async request(level) {
      const challenge = await challengeOf(level);
      const issuedSeconds = Math.floor(given.nowMs() / 1000);
      return {
        challenge: JSON.stringify(challenge),
        waitingTicket: ticketAt(issuedSeconds, randomBytes(12).toString('base64url')),
        waitSeconds: rules.waitSeconds,
      };
    },
    verify(proof) {
      if (proof.length > proofMaxChars) return Promise.resolve(undefined);
      return proof.startsWith('wait.') ? Promise.resolve(verifyTicket(proof)) : verifyWork(proof);
    },
  };
}

/** base64 of the JSON `{challenge, solution}`, as ALTCHA's clients send it; undefined when it is anything else. */
function payloadOf(proof: string): { challenge: Challenge; solution: Solution } | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(proof, 'base64').toString('utf8'));
    return isPayload(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}

function isPayload(value: unknown): value is { challenge: Challenge; solution: Solution } {
  if (!isRecord(value) || !isRecord(value.challenge) || !isRecord(value.solution)) return false;
  const { parameters, signature } = value.challenge;
  if (!isRecord(parameters) || typeof signature !== 'string' || parameters.algorithm !== algorithm) return false;
  return typeof parameters.nonce === 'string' && isRecord(parameters.data);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function equalTexts(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
