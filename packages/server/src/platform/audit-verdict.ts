/** What is wrong with an export, and at which entry where it is about one. */
export interface AuditFault {
  readonly seq: number | undefined;
  readonly kind:
    | 'unreadable'
    | 'changed'
    | 'missing'
    | 'reordered'
    | 'repeated'
    | 'rewritten'
    | 'forged'
    | 'wrong-key'
    | 'hidden'
    | 'cut-off';
  readonly detail: string;
}

/** An export that holds. */
export interface AuditProof {
  readonly from: number;
  readonly through: number;
  /** Shown whole; the rest are other agencies', of which the hash is there. */
  readonly entries: number;
  readonly hidden: number;
  readonly checkpoints: number;
  readonly installationId: string;
  /** Keys whose signatures were met. */
  readonly keyIds: readonly string[];
  readonly exportedAt: string;
}

export type AuditVerdict = { readonly proof: AuditProof } | { readonly fault: AuditFault };

/** For an entry that is not what its hash is over. */
export function changed(seq: number): AuditFault {
  return { seq, kind: 'changed', detail: `entry ${seq} is not the one that was chained` };
}

/** For an entry that should have come. */
export function missing(seq: number, why: string): AuditFault {
  return { seq, kind: 'missing', detail: `entry ${seq} is missing, ${why}` };
}
