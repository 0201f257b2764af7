import { later } from "@compose-pay/application";
import {
  findLastRefundCall,
  insertStateChanges,
  inTransaction,
  lockRefund,
  refundAgain,
  type RefundRow,
  type RefundView,
  updateRefund,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { RefundWorkResult } from "./make-refund.ts";
import { placeRefund } from "./place-refund.ts";
import type { WorkDeps } from "./work-deps.ts";

/** How long after its deadline a call that nobody waits for any more may still be carried out. */
const slackMs = 10_000;

/**
 * Makes a refund again which its channel does not have, once the last call for it cannot be under way any
 * more; until then it stays due, whoever asks. A refusal of this call would otherwise end a refund that the
 * last one makes.
 */
export async function placeRefundAgain(
  deps: WorkDeps,
  view: RefundView,
  traceId: string,
): Promise<RefundWorkResult> {
  const { refund } = view;
  switch (await beginCall(deps, refund, traceId)) {
    case "begun":
      return placeRefund(deps, view, traceId);
    case "too_early":
      return refund.state === "submitted" ? { kind: "open" } : { kind: "settled", refundId: refund.id };
    case "changed":
      return { kind: "settled", refundId: refund.id };
  }
}

/** Of many who would make it at the same time one begins, and writes that down before its call goes out. */
async function beginCall(
  { database, clock, channelDeadlineMs }: WorkDeps,
  { id, paymentId, state, createdAt }: RefundRow,
  traceId: string,
): Promise<"begun" | "too_early" | "changed"> {
  return inTransaction(database, async (transaction) => {
    const locked = await lockRefund(transaction, id);
    if (locked?.state !== state) return "changed";
    const at = clock.now();
    const last = (await findLastRefundCall(transaction, { id, paymentId })) ?? createdAt;
    const freeAt = later(last, channelDeadlineMs + slackMs);
    if (freeAt > at) {
      await updateRefund(transaction, locked, { dueAt: freeAt });
      return "too_early";
    }
    await insertStateChanges(transaction, [
      {
        id: newId("chg"),
        paymentId,
        subject: "refund",
        subjectId: id,
        fromState: state,
        toState: state,
        cause: refundAgain,
        traceId,
        at,
      },
    ]);
    return "begun";
  });
}
