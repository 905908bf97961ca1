import type { CampaignState, ReportState } from '@spring-rain/contract';
import type { Profile } from '../../platform/profile.ts';

const dayMs = 86_400_000;

/** What came by bulk import counts for nothing until a person confirms it. */
export function countsIn(state: ReportState): boolean {
  return state === 'received' || state === 'escalated' || state === 'confirmed';
}

/** What a person said is no report of a scam belongs to no campaign. */
export function isOut(state: ReportState): boolean {
  return state === 'junk' || state === 'rejected';
}

export interface CampaignTimes {
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly closedAt: Date | null;
}

/** Before which times a campaign is quiet, and since which it is new, by the profile. */
export function stateBounds(profile: Profile, now: Date): { emergingSince: Date; activeSince: Date } {
  return {
    emergingSince: new Date(now.getTime() - profile.campaigns.emergingDays * dayMs),
    activeSince: new Date(now.getTime() - profile.campaigns.quietDays * dayMs),
  };
}

/** Where a campaign stands: closed by a person; else quiet without reports for long, new in its first days. Pure. */
export function stateOf(
  { firstSeen, lastSeen, closedAt }: CampaignTimes,
  { emergingSince, activeSince }: { emergingSince: Date; activeSince: Date },
): CampaignState {
  if (closedAt !== null) return 'closed';
  if (lastSeen < activeSince) return 'quiet';
  return firstSeen >= emergingSince ? 'emerging' : 'active';
}
