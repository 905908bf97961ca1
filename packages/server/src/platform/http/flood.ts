import type { Context } from '../context.ts';
import type { BudgetRule } from './rate-limits.ts';
import type { ProofRequest } from './types.ts';

export interface FloodRules {
  /** What an address may file without any proof. */
  readonly free: BudgetRule;
}

export interface FloodGuard {
  /** Counts a filing of this address; throws `flood.proof_required` above the free budget when no proof comes with it. */
  admit(ctx: Context, filing: Filing): Promise<void>;
  /** What a form of this address must carry; undefined within the free budget. */
  request(addressKey: string, isCampus: boolean): Promise<ProofRequest | undefined>;
}

export interface Filing {
  readonly addressKey: string;
  readonly isCampus: boolean;
  readonly proof: string | undefined;
  readonly idempotencyKey: string;
}

/** For an installation that needs no guard: FLOOD_PROOF=off. */
export const noFloodGuard: FloodGuard = {
  admit: () => Promise.resolve(),
  request: () => Promise.resolve(undefined),
};
