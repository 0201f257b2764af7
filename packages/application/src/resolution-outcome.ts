import type { DiscrepancyRow } from "@compose-pay/database";

/** What was done because of a discrepancy, as its row keeps it. */
export interface ResolutionOutcome {
  /** When the repair has last had the channel asked about it, and how often. */
  readonly asked?: { readonly at: string; readonly times: number };
  /** The last run that did not find it any more over a bill that only a person brought, and could not end it by that. */
  readonly held_open?: {
    readonly run: string;
    readonly bill: string;
    readonly uploaded_by: string;
    readonly at: string;
  };
  /** Decisions that a second person did not agree to, oldest first; the last ten. */
  readonly rejections?: readonly Rejection[];
  /** What its resolution did. */
  readonly done?: DoneEffect;
}

export interface Rejection {
  readonly resolution: string | null;
  readonly decided_by: string | null;
  readonly decided_because: string | null;
  readonly rejected_by: string;
  readonly rejected_because: string;
  readonly at: string;
}

/** Amounts and fees are in fen. `recorded`: nothing else was changed. `agreed`: the life cycle had put it right. */
export type DoneEffect =
  | { readonly effect: "recorded" }
  | {
      readonly effect: "asked";
      readonly subject: "payment" | "refund";
      readonly number: string;
      readonly state_before: string;
    }
  | {
      readonly effect: "fee_set";
      readonly out_no: string;
      readonly day: string;
      readonly before: number;
      readonly after: number;
    }
  | {
      readonly effect: "refund_made";
      readonly refund_id: string;
      readonly kind: string;
      readonly amount: number;
    }
  | {
      readonly effect: "agreed";
      readonly subject: "payment" | "refund";
      readonly number: string;
      readonly state: string;
      readonly amount: number;
      /** The step that put it right; null where it is not found any more. */
      readonly change: {
        readonly from: string;
        readonly to: string;
        readonly cause: string;
        readonly at: string;
      } | null;
    };

const mostRejections = 10;

export function outcomeOf({ outcome }: Pick<DiscrepancyRow, "outcome">): ResolutionOutcome {
  return outcome ?? {};
}

export function withRejection(row: DiscrepancyRow, rejection: Rejection): ResolutionOutcome {
  const before = outcomeOf(row);
  return { ...before, rejections: [...(before.rejections ?? []), rejection].slice(-mostRejections) };
}
