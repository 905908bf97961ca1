import { familyOfReason, type LinkReason } from './reasons.ts';

/** One thing that speaks for a link. */
export interface Evidence {
  readonly reason: LinkReason;
  /** See `valueWeight` and `scriptEvidence`. */
  readonly weight01: number;
  readonly similarity01?: number;
  readonly value?: string;
}

export interface LinkDecision {
  readonly links: boolean;
  /** 1 − Π(1 − weight) over families. */
  readonly strength01: number;
  /** The strongest of each family, the strongest first; those that weigh nothing are left out. */
  readonly reasons: readonly Evidence[];
}

/** From here on one piece of evidence links alone. */
export const strongWeight01 = 0.5;
/** What weaker pieces have to reach together, from two families or more. */
const jointStrength01 = 0.6;

/**
 * Whether pieces of evidence link two messages: one strong one does, weak ones only where two of different families
 * come together; never one weak one. Reasons of one family count once, because a link gives its path and its host too.
 */
export function decideLink(evidence: readonly Evidence[]): LinkDecision {
  const strongest = new Map<string, Evidence>();
  for (const piece of evidence) {
    const family = familyOfReason[piece.reason];
    const known = strongest.get(family);
    if (piece.weight01 > 0 && piece.weight01 > (known?.weight01 ?? 0)) strongest.set(family, piece);
  }
  const reasons = [...strongest.values()].sort((one, other) => other.weight01 - one.weight01);
  const strength01 = 1 - reasons.reduce((rest, { weight01 }) => rest * (1 - weight01), 1);
  const isStrong = (reasons[0]?.weight01 ?? 0) >= strongWeight01;
  return { links: isStrong || (reasons.length >= 2 && strength01 >= jointStrength01), strength01, reasons };
}
