import { recordRefundFact } from "@compose-pay/application";
import { findRefund, type RefundView } from "@compose-pay/database";
import { isRefundHeldBack } from "./ask-about-refund.ts";
import { placeRefund } from "./place-refund.ts";
import { queryRefund } from "./query-refund.ts";
import { subjectOf } from "./record-refund-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

export interface RefundMessage {
  readonly refundId: string;
  /** How often the channel had been called when the message was made; it is stale once it was called again. */
  readonly triesMade?: number | undefined;
  readonly traceId: string;
}

/** `settled`: the refund can be read by whoever waits for it; `open`: nothing is known yet. */
export type RefundWorkResult =
  | { readonly kind: "settled"; readonly refundId: string }
  | { readonly kind: "open" }
  | { readonly kind: "unknown_refund" };

/**
 * Sends a new refund to its channel. It is marked as submitted before the call goes out: should this process
 * die in between, whoever gets the message again asks the channel first.
 */
export async function makeRefund(deps: WorkDeps, message: RefundMessage): Promise<RefundWorkResult> {
  const view = await findRefund(deps.database.connection, message.refundId);
  if (view === null) return { kind: "unknown_refund" };
  const { refund } = view;
  if (refund.state === "submitted") return queryRefund(deps, message);
  if (refund.state !== "created") return { kind: "settled", refundId: refund.id };
  if (await isRefundHeldBack(deps, refund)) return { kind: "open" };
  const submitted = await markSubmitted(deps, view, message.traceId);
  return submitted === null ? queryRefund(deps, message) : placeRefund(deps, submitted, message.traceId);
}

/** @returns null when somebody else has sent it in the meantime */
async function markSubmitted(
  deps: WorkDeps,
  { refund }: RefundView,
  traceId: string,
): Promise<RefundView | null> {
  const recorded = await recordRefundFact(deps, {
    ...subjectOf(refund),
    fact: { type: "submitting" },
    cause: "refund",
    traceId,
  });
  return recorded.kind === "changed" ? recorded.view : null;
}
