import type { RefundView } from "@compose-pay/database";
import { askToRefund } from "./ask-about-refund.ts";
import { lookAtRefundAgainAfter } from "./look-at-refund-again.ts";
import type { RefundWorkResult } from "./make-refund.ts";
import { recordRefundAnswer, refundFactOf } from "./record-refund-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * Makes the refund at the channel, for one that is marked as submitted. Repeating it under the same number is
 * safe: a channel gives no more money back for the same number.
 */
export async function placeRefund(
  deps: WorkDeps,
  view: RefundView,
  traceId: string,
): Promise<RefundWorkResult> {
  const answer = await askToRefund(deps, view);
  if (answer === null) return { kind: "open" };
  const { refund } = view;
  switch (answer.kind) {
    case "ok": {
      const fact = refundFactOf(answer.value, refund.state);
      if (fact === null) await lookAtRefundAgainAfter(deps, refund, { answer, traceId });
      else await recordRefundAnswer(deps, view, { fact, answer, traceId });
      return { kind: "settled", refundId: refund.id };
    }
    case "declined": {
      const fact = { type: "failed", failure: answer.failure, isRefusal: true } as const;
      await recordRefundAnswer(deps, view, { fact, answer, traceId });
      return { kind: "settled", refundId: refund.id };
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      await lookAtRefundAgainAfter(deps, refund, { answer, traceId });
      return { kind: "open" };
  }
}
