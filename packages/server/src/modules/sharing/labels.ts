import {
  type Pap,
  Problem,
  papLabels,
  type ReceivedLabels,
  sharingLimits,
  type Tlp,
  tlpLabels,
} from '@spring-rain/contract';

/** Under which labels, with whom and until when something is to be shared. */
export interface Labels {
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly until: Date;
  readonly toPersonId: string | undefined;
}

const dayMs = 86_400_000;

/**
 * What labels allow. TLP:RED is for named persons. Whoever passes on what they were given passes on only green and clear,
 * no more openly, for no more than PAP gave them, and not past the end. No share is longer than a year.
 * Throws `share.names_no_person`, `share.beyond_tlp`, `share.beyond_pap`, `share.until_invalid`.
 */
export function refuseBeyondLabels(wanted: Labels, received: ReceivedLabels | undefined, now: Date): void {
  if (wanted.tlp === 'red' && wanted.toPersonId === undefined) throw new Problem('share.names_no_person');
  if (received !== undefined) {
    if (!isAtMost(tlpLabels, wanted.tlp, received.tlp) || !mayPassOn(received.tlp)) {
      throw new Problem('share.beyond_tlp', { parameters: { found: `TLP:${received.tlp.toUpperCase()}` } });
    }
    if (!isAtMost(papLabels, wanted.pap, received.pap)) {
      throw new Problem('share.beyond_pap', { parameters: { found: `PAP:${received.pap.toUpperCase()}` } });
    }
  }
  const longest = now.getTime() + sharingLimits.untilMaxDays * dayMs;
  const latest = Math.min(longest, received === undefined ? longest : Date.parse(received.until));
  if (wanted.until <= now || wanted.until.getTime() > latest) {
    const limit = new Date(latest).toISOString();
    throw new Problem('share.until_invalid', { parameters: { field: 'until', limit } });
  }
}

function mayPassOn(tlp: Tlp): boolean {
  return tlp === 'green' || tlp === 'clear';
}

/** Labels are listed with the strictest first. */
function isAtMost<Label>(labels: readonly Label[], wanted: Label, given: Label): boolean {
  return labels.indexOf(wanted) <= labels.indexOf(given);
}
