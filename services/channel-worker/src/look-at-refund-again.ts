import { channelCallRows, later } from "@compose-pay/application";
import type { Answer } from "@compose-pay/channels";
import {
  type ChannelCallRow,
  insertChannelCalls,
  insertDiscrepancy,
  inTransaction,
  type RefundRow,
  updateRefund,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { discrepancyOf } from "./look-again.ts";
import { nextRefundLook } from "./next-refund-look.ts";
import type { WorkDeps } from "./work-deps.ts";

/** The refund stays as it is and is due again after this. */
export async function lookAtRefundAgainIn(deps: WorkDeps, refund: RefundRow, ms: number): Promise<void> {
  await updateRefund(deps.database.connection, refund, { dueAt: later(deps.clock.now(), ms) });
}

/**
 * An answer that settles nothing: the call is journalled, the state stays as it is and the refund is due again,
 * soon after a call with an unknown outcome and then along the ladder of refunds.
 */
export async function lookAtRefundAgainAfter(
  deps: WorkDeps,
  refund: RefundRow,
  { answer, traceId }: { readonly answer: Answer<unknown>; readonly traceId: string },
): Promise<void> {
  const at = deps.clock.now();
  await inTransaction(deps.database, async (transaction) => {
    await updateRefund(transaction, refund, {
      triesMade: refund.triesMade + 1,
      dueAt: nextRefundLook(refund, answer, { at, jitter: Math.random() }),
    });
    await insertChannelCalls(transaction, refundCallRows(answer, refund, traceId));
    const type = discrepancyOf(answer);
    if (type === null) return;
    await insertDiscrepancy(transaction, {
      id: newId("dsc"),
      type,
      state: "open",
      channelAccountId: refund.channelAccountId,
      paymentId: refund.paymentId,
      attemptId: refund.attemptId,
      refundId: refund.id,
      evidence: {
        cause: answer.call.operation,
        answer: { ...answer, call: undefined, earlierCalls: undefined },
      },
      traceId,
      foundAt: at,
    });
  });
}

/** The journal's rows of an answer about a refund, oldest first. */
export function refundCallRows(
  answer: Answer<unknown>,
  { id: refundId, paymentId, attemptId, channelAccountId }: RefundRow,
  traceId: string,
): readonly ChannelCallRow[] {
  return channelCallRows(answer, { paymentId, attemptId, refundId, channelAccountId, traceId });
}
