import type { Answer, RefundProgress } from "@compose-pay/channels";
import { findRefund, insertChannelCalls, type RefundView } from "@compose-pay/database";
import { isRefundOpen } from "@compose-pay/domain";
import { askForRefund } from "./ask-about-refund.ts";
import { confirmRefusal, isRefusalToConfirm } from "./confirm-refusal.ts";
import { lookAtRefundAgainAfter, refundCallRows } from "./look-at-refund-again.ts";
import type { RefundMessage, RefundWorkResult } from "./make-refund.ts";
import { placeRefundAgain } from "./place-refund-again.ts";
import { recordRefundAnswer, refundFactOf } from "./record-refund-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * Asks the channel for the state of a refund and records what it says. One that the channel does not have is
 * made again under its number, for ever: only the channel's word ends it. One that failed by a refusal is asked
 * about once more.
 */
export async function queryRefund(deps: WorkDeps, message: RefundMessage): Promise<RefundWorkResult> {
  const view = await findRefund(deps.database.connection, message.refundId);
  if (view === null) return { kind: "unknown_refund" };
  const { refund } = view;
  if (refund.state === "created") return { kind: "open" };
  if (!isRefundOpen(refund.state)) {
    if (isRefusalToConfirm(refund, deps.clock)) await confirmRefusal(deps, view, message.traceId);
    return { kind: "settled", refundId: refund.id };
  }
  const isStale = message.triesMade !== undefined && message.triesMade !== refund.triesMade;
  if (isStale) return { kind: "open" };
  const answer = await askForRefund(deps, view);
  return answer === null
    ? { kind: "open" }
    : recordProgress(deps, view, { answer, traceId: message.traceId });
}

async function recordProgress(
  deps: WorkDeps,
  view: RefundView,
  said: { readonly answer: Answer<RefundProgress>; readonly traceId: string },
): Promise<RefundWorkResult> {
  const { refund } = view;
  const { answer, traceId } = said;
  if (answer.kind !== "ok") {
    await lookAtRefundAgainAfter(deps, refund, said);
    return { kind: "open" };
  }
  // What an operator must act on is not made again.
  if (answer.value.state === "absent" && refund.state !== "abnormal") {
    await insertChannelCalls(deps.database.connection, refundCallRows(answer, refund, traceId));
    return placeRefundAgain(deps, view, traceId);
  }
  const fact = refundFactOf(answer.value, refund.state);
  if (fact === null) await lookAtRefundAgainAfter(deps, refund, said);
  else await recordRefundAnswer(deps, view, { fact, answer, traceId });
  return { kind: "settled", refundId: refund.id };
}
