import { recordRefundFact, type RefundRecorded } from "@compose-pay/application";
import type { Answer, RefundProgress } from "@compose-pay/channels";
import type { RefundRow, RefundView } from "@compose-pay/database";
import type { RefundFact, RefundState } from "@compose-pay/domain";
import { refundCallRows } from "./look-at-refund-again.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * What an answer or a notification states about a refund in this state, or null when it states nothing new.
 * An abnormal refund that the channel works on again was settled by somebody at the channel itself.
 */
export function refundFactOf(progress: RefundProgress, state: RefundState): RefundFact | null {
  switch (progress.state) {
    case "processing":
      if (state === "processing") return null;
      if (state === "abnormal") return { type: "resumed" };
      return { type: "accepted", channelRefundNo: progress.channelRefundNo };
    case "succeeded": {
      const { money, channelRefundNo, succeededAt } = progress;
      return { type: "succeeded", money, channelRefundNo, succeededAt };
    }
    case "failed":
      return { type: "failed", failure: progress.failure };
    case "abnormal": {
      const { channelRefundNo, failure } = progress;
      return state === "abnormal" ? null : { type: "abnormal", channelRefundNo, failure };
    }
    case "absent":
      return null;
  }
}

/** Records a fact that an authenticated answer of the channel states, with its calls, and dispatches what follows. */
export async function recordRefundAnswer(
  deps: WorkDeps,
  { refund }: Pick<RefundView, "refund">,
  stated: { readonly fact: RefundFact; readonly answer: Answer<unknown>; readonly traceId: string },
): Promise<RefundRecorded> {
  const recorded = await recordRefundFact(deps, {
    ...subjectOf(refund),
    fact: stated.fact,
    cause: stated.answer.call.operation,
    traceId: stated.traceId,
    calls: refundCallRows(stated.answer, refund, stated.traceId),
  });
  followRefundFact(deps, recorded);
  return recorded;
}

/** After the commit: what follows is dispatched, and who must act is called. */
export function followRefundFact(
  { alarms, dispatch }: Pick<WorkDeps, "alarms" | "dispatch">,
  recorded: RefundRecorded,
): void {
  if (recorded.kind !== "changed") return;
  dispatch(recorded.messages);
  const { refund } = recorded.view;
  if (refund.state === "abnormal") alarms.refundAbnormal(refund);
}

export function subjectOf({ id: refundId, paymentId }: RefundRow) {
  return { refundId, paymentId };
}
