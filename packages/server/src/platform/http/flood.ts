import { Problem } from '@spring-rain/contract';
import type { Context } from '../context.ts';
import { spendProof } from './flood-store.ts';
import { type Proofs, proofs } from './proofs.ts';
import { type TokenBuckets, tokenBuckets, widened } from './rate-limits.ts';
import type { ProofRequest } from './types.ts';
import { type WindowCount, windowCount } from './window-count.ts';

/** Thresholds of the guard, from the installation's profile. */
export interface FloodRules {
  /** Filings of one address within the window that nobody asks a proof for. */
  readonly freeFilings: number;
  readonly windowSeconds: number;
  readonly campusFactor: number;
  /** Filings a minute of everyone together, above which a tenth of the free filings remains to each. */
  readonly siteFilingsPerMinute: number;
  readonly workMaxNumber: number;
  readonly workDoublingsMax: number;
  readonly proofLifetimeSeconds: number;
  readonly waitSeconds: number;
  /** Waiting tickets that one address may use in an hour: waiting is cheap for a robot. */
  readonly waitingPassesPerHour: number;
}

/** Who files, from where, and with what proof. */
export interface Filing {
  readonly addressKey: string;
  readonly isCampus: boolean;
  readonly proof: string | undefined;
  readonly idempotencyKey: string;
}

export interface FloodGuard {
  /** Counts a filing; above the free budget it must bring a proof, or is refused with what to prove. */
  admit(ctx: Context, filing: Filing): Promise<void>;
  /** What a form for this address must carry; undefined within the free budget. */
  request(addressKey: string, isCampus: boolean): Promise<ProofRequest | undefined>;
}

/** For an installation that wants no guard: FLOOD_PROOF=off. */
export const noFloodGuard: FloodGuard = {
  admit: () => Promise.resolve(),
  request: () => Promise.resolve(undefined),
};

const siteKey = 'site';
/** What remains of the free filings while the whole site is flooded. */
const floodedShare01 = 0.1;

/**
 * Turns nobody away: above a budget per address a filing costs a computer a fraction of a second, which a person does
 * not notice and a flood pays a thousand times over; who has no JavaScript waits a little instead.
 */
export function floodGuard(
  rules: FloodRules,
  given: { secret: (purpose: string) => Buffer; nowMs: () => number },
): FloodGuard {
  const filings = windowCount(rules.windowSeconds * 1000, given.nowMs);
  const site = windowCount(60_000, given.nowMs);
  const prover = proofs(rules, given);
  const passes = waitingPasses(rules, given.nowMs);

  const level = (addressKey: string, isCampus: boolean) =>
    levelOf(rules, { filings, site, addressKey, factor: isCampus ? rules.campusFactor : 1 });

  return {
    async admit(ctx, filing) {
      const asked = level(filing.addressKey, filing.isCampus);
      if (asked > 0) await requireProof(ctx, filing, { asked, prover, passes });
      filings.add(filing.addressKey);
      site.add(siteKey);
    },
    async request(addressKey, isCampus) {
      const asked = level(addressKey, isCampus);
      return asked === 0 ? undefined : prover.request(asked);
    },
  };
}

/** How many free budgets this address has used up: 0 asks for nothing, each further one doubles the work. */
function levelOf(
  rules: FloodRules,
  given: { filings: WindowCount; site: WindowCount; addressKey: string; factor: number },
): number {
  const isFlooded = given.site.read(siteKey) >= rules.siteFilingsPerMinute;
  const free = Math.max(1, rules.freeFilings * given.factor * (isFlooded ? floodedShare01 : 1));
  return Math.min(rules.workDoublingsMax + 1, Math.floor(given.filings.read(given.addressKey) / free));
}

interface Waiting {
  readonly single: TokenBuckets;
  readonly campus: TokenBuckets;
}

function waitingPasses(rules: FloodRules, nowMs: () => number): Waiting {
  const rule = { burst: rules.waitingPassesPerHour, perMinute: rules.waitingPassesPerHour / 60 };
  return {
    single: tokenBuckets(rule, nowMs),
    campus: tokenBuckets(widened(rule, rules.campusFactor), nowMs),
  };
}

async function requireProof(
  ctx: Context,
  filing: Filing,
  given: { asked: number; prover: Proofs; passes: Waiting },
): Promise<void> {
  if (filing.proof === undefined) throw await refusal('flood.proof_required', given);
  const proven = await given.prover.verify(filing.proof);
  if (proven === undefined || !(await spendProof(ctx, proven, filing.idempotencyKey))) {
    throw await refusal('flood.proof_invalid', given);
  }
  if (proven.way === 'waited') takePass(filing, given.passes);
}

function takePass(filing: Filing, passes: Waiting): void {
  const left = (filing.isCampus ? passes.campus : passes.single).take(filing.addressKey);
  if (left < 0) throw new Problem('rate.limited', { parameters: { seconds: -left }, retryAfterSeconds: -left });
}

/** The refusal carries what to prove, so that a client solves it and sends the same filing again. */
async function refusal(
  code: 'flood.proof_required' | 'flood.proof_invalid',
  { asked, prover }: { asked: number; prover: Proofs },
): Promise<Problem> {
  const { challenge, waitingTicket, waitSeconds } = await prover.request(asked);
  return new Problem(code, { extensions: { challenge: JSON.parse(challenge), waitingTicket, waitSeconds } });
}
