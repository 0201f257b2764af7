/** A decision that a second person did not agree to. */
export interface RejectedDecision {
  readonly resolution: string | null;
  readonly decided_by: string | null;
  readonly decided_because: string | null;
  readonly rejected_by: string;
  readonly rejected_because: string;
  readonly at: string;
}

/** What was done because of a discrepancy. */
export interface DiscrepancyOutcome {
  /** How often its repair has had the channel asked, and when last; null for never. */
  readonly asked: { readonly at: string; readonly times: number } | null;
  /** Oldest first. */
  readonly rejections: readonly RejectedDecision[];
  /** What its resolution did: the effect and what belongs to it, by name; amounts and fees in fen. */
  readonly done: readonly { readonly name: string; readonly value: string | number | boolean | null }[];
}
