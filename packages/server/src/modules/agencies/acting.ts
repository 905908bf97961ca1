import { Problem } from '@spring-rain/contract';
import { type Context, hostAgencyId } from '../../platform/context.ts';
import type { Staff } from '../../platform/staff.ts';

/** Who asks: staff, or the operator of the host, who is nobody's staff. */
export type Asker = Staff | undefined;

/** Agencies and areas are the host's: its own agency's administrators keep them. Throws `agency.host_only`. */
export function requireHost({ agencyId }: Context): void {
  if (agencyId !== hostAgencyId) throw new Problem('agency.host_only');
}

/** Acts for one's own agency; the operator for any. Another agency's id gets the answer of one that there is not. */
export function actForOwn(ctx: Context, agencyId: string, asker: Asker): Context {
  if (asker !== undefined && agencyId !== ctx.agencyId) throw new Problem('request.not_found');
  return { ...ctx, agencyId };
}

/** Acts for one's own agency; staff of the host's agency for any. What is done stands in that agency's log. */
export function actForOwnOrAsHost(ctx: Context, agencyId: string): Context {
  if (agencyId !== ctx.agencyId && ctx.agencyId !== hostAgencyId) throw new Problem('request.not_found');
  return { ...ctx, agencyId };
}

/** The name that a decision is made in. Throws `decision.name_missing`. */
export function readBy(given: string): string {
  const by = given.normalize('NFKC').trim();
  if (by === '') throw new Problem('decision.name_missing');
  return by;
}
