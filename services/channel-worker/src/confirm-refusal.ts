import { checkAfterRefusalMs, later, recordRefundFact } from "@compose-pay/application";
import {
  insertChannelCalls,
  inTransaction,
  type RefundRow,
  type RefundView,
  updateRefund,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { askForRefund } from "./ask-about-refund.ts";
import { lookAtRefundAgainAfter, refundCallRows } from "./look-at-refund-again.ts";
import { refundFactOf, subjectOf } from "./record-refund-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

/** Whether it is time to ask once more about a refund that failed by a refusal. */
export function isRefusalToConfirm({ state, dueAt, settledAt }: RefundRow, clock: Clock): boolean {
  if (state !== "failed" || dueAt === null || settledAt === null) return false;
  return later(settledAt, checkAfterRefusalMs) <= clock.now();
}

/**
 * Asks once more about a refund that failed because a call for it was refused. Money that went back all the
 * same is raised as a discrepancy: its part of the balance is given back and may be used by another refund.
 */
export async function confirmRefusal(deps: WorkDeps, view: RefundView, traceId: string): Promise<void> {
  const { refund } = view;
  const answer = await askForRefund(deps, view);
  if (answer === null) return;
  if (answer.kind !== "ok") return lookAtRefundAgainAfter(deps, refund, { answer, traceId });
  const calls = refundCallRows(answer, refund, traceId);
  switch (answer.value.state) {
    case "processing":
    case "abnormal":
      return lookAtRefundAgainAfter(deps, refund, { answer, traceId });
    case "succeeded": {
      const fact = refundFactOf(answer.value, refund.state);
      if (fact === null) return;
      const recorded = { ...subjectOf(refund), fact, cause: answer.call.operation, traceId, calls };
      await recordRefundFact(deps, recorded, async (transaction) => {
        await updateRefund(transaction, refund, { dueAt: null });
      });
      return;
    }
    case "absent":
    case "failed":
      return inTransaction(deps.database, async (transaction) => {
        await updateRefund(transaction, refund, { dueAt: null });
        await insertChannelCalls(transaction, calls);
      });
  }
}
