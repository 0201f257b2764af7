import {
  type DiscrepancyResolution,
  type DiscrepancyState,
  discrepancyStates,
  type DiscrepancyType,
  discrepancyTypes,
  type Resolution,
  type ResolutionEffect,
  type ResolutionRefusal,
  resolutions,
} from "@compose-pay/domain";
import { z } from "zod";
import { day, idOf, lineOf, page, type Page, queryMoment } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";
import type { DiscrepancyOutcome } from "./discrepancy-outcome.ts";

/** A difference between what stands here and what a channel says. */
export interface DiscrepancyView {
  readonly id: string;
  readonly type: DiscrepancyType;
  readonly state: DiscrepancyState;
  /** In fen: how much money it is about; null where that is not known. */
  readonly amount: number | null;
  readonly account_id: string;
  readonly run_id: string | null;
  readonly day: string | null;
  readonly payment_id: string | null;
  readonly attempt_id: string | null;
  readonly refund_id: string | null;
  readonly resolution: DiscrepancyResolution | null;
  readonly reason: string | null;
  readonly resolved_by: string | null;
  readonly approved_by: string | null;
  readonly trace_id: string;
  readonly found_at: string;
  readonly decided_at: string | null;
  readonly resolved_at: string | null;
}

/** One member of the evidence, as each side has it; absent where a side says nothing of it. Amounts and fees in fen. */
export interface EvidenceLine {
  readonly name: string;
  readonly here?: string | number | boolean | null;
  readonly there?: string | number | boolean | null;
  /** Both sides have a word on it, and it is not the same. */
  readonly differs: boolean;
}

/** A discrepancy with what was found on both sides. */
export interface DiscrepancyDetail {
  readonly discrepancy: DiscrepancyView;
  readonly account_name: string | null;
  /** Our side is not there at all, or the channel's. */
  readonly is_absent_here: boolean;
  readonly is_absent_there: boolean;
  readonly lines: readonly EvidenceLine[];
  /** What else is known of both together. */
  readonly about: readonly { readonly name: string; readonly value: string }[];
  /** Null unless a run over a bill that only a person brought did not find it any more: it stays open for people. */
  readonly held_open: {
    readonly run_id: string;
    readonly bill_id: string;
    readonly uploaded_by: string;
    readonly at: string;
  } | null;
  readonly outcome: DiscrepancyOutcome | null;
}

/** What a resolution would do as things stand now. */
export interface ResolutionPreviewView {
  readonly resolution: Resolution;
  readonly allowed: boolean;
  readonly refusal: ResolutionRefusal | null;
  /** For people, in English: what it does, or why it is refused. */
  readonly does: string;
  /** For people, in English: what is left to do outside this product; null for nothing. */
  readonly left_to_do: string | null;
  /** A second person must agree; null where it is refused. */
  readonly needs_approval: boolean | null;
  readonly effects: readonly ResolutionEffect[];
}

const id = idOf("dsc");
const why = lineOf(512);
const resolution = z.enum(resolutions, `must be one of ${resolutions.join(", ")}`);

export const discrepancyRoutes = {
  "discrepancies.list": {
    kind: "read",
    access: "reconciliation.read",
    input: z
      .strictObject({
        ...page,
        state: z.enum(discrepancyStates, `must be one of ${discrepancyStates.join(", ")}`).default("open"),
        type: z.enum(discrepancyTypes, `must be one of ${discrepancyTypes.join(", ")}`).optional(),
        account_id: idOf("acc").optional(),
        run_id: idOf("run").optional(),
        day: day.optional(),
        /** For those that have waited for long. */
        found_before: queryMoment.optional(),
      })
      .refine((filter) => filter.run_id === undefined || (filter.account_id ?? filter.day) === undefined, {
        path: ["run_id"],
        error: "cannot be combined with account_id or day: a run is of one account and day",
      }),
    answer: answerOf<Page<DiscrepancyView>>(),
  },
  "discrepancies.show": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({ id }),
    answer: answerOf<DiscrepancyDetail>(),
  },
  "discrepancies.preview": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({ id, resolution }),
    answer: answerOf<ResolutionPreviewView>(),
  },
  /** Done at once, or, above the limit, put before a second person. */
  "discrepancies.resolve": {
    kind: "act",
    access: "reconciliation.act",
    needsStepUp: true,
    input: z.strictObject({ id, resolution, reason: why }),
    subject: "id",
    answer: answerOf<DiscrepancyView>(),
  },
  "discrepancies.approve": {
    kind: "act",
    access: "reconciliation.approve",
    needsStepUp: true,
    input: z.strictObject({
      id,
      /** `decided_at` of the decision that was seen: nobody agrees to another one by accident. */
      decided_at: z.iso.datetime(),
    }),
    subject: "id",
    answer: answerOf<DiscrepancyView>(),
  },
  /** It is open again, and what was decided is kept. */
  "discrepancies.reject": {
    kind: "act",
    access: "reconciliation.approve",
    needsStepUp: true,
    /** `decided_at` as with `discrepancies.approve`. */
    input: z.strictObject({ id, reason: why, decided_at: z.iso.datetime() }),
    subject: "id",
    answer: answerOf<DiscrepancyView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
