import {
  type Connection,
  type Database,
  decideRefundRequest,
  findRefundRequest,
  inTransaction,
  lockPayment,
  lockRefundRequest,
  type OutboxRow,
  type RefundRequestRow,
  type RefundRow,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { createRefundIn } from "../create-refund.ts";
import { stillMay } from "../operators/still-may.ts";
import { findMadeRefund, refundOfRequest } from "./refund-of-request.ts";

/** What is refused has changed nothing, and the request still waits. */
export type RefundApproval =
  /** `messages` of a new refund wait to be dispatched; there are none when this is a repetition. */
  | {
      readonly kind: "approved";
      readonly request: RefundRequestRow;
      readonly refund: RefundRow;
      readonly messages: readonly OutboxRow[];
    }
  /** Who has asked for it cannot agree to it. */
  | { readonly kind: "same_person" }
  /** Somebody else was faster, or it was rejected or withdrawn. */
  | { readonly kind: "already_decided"; readonly request: RefundRequestRow }
  /** The merchant has used the number of the request for a refund of his own. */
  | { readonly kind: "number_taken" }
  | { readonly kind: "payment_not_succeeded" }
  /** `left`: what could still be refunded, in fen. */
  | { readonly kind: "exceeds_balance"; readonly left: number }
  /** Who has asked can sign in no more, or may ask for no refund any more: what they wanted is no longer asked for. */
  | { readonly kind: "requester_disabled" }
  | { readonly kind: "request_unknown" };

/**
 * A second person agrees. The decision, the refund and its message are in one transaction: whatever dies, all of them are
 * there or none, and the same person may agree again to learn which.
 */
export async function approveRefundRequest(
  deps: { readonly database: Database; readonly clock: Clock },
  by: { readonly id: string; readonly operatorId: string; readonly traceId: string },
): Promise<RefundApproval> {
  const found = await findRefundRequest(deps.database.connection, by.id);
  if (found === null || found.kind !== "refund") return { kind: "request_unknown" };
  if (found.requestedBy === by.operatorId) return { kind: "same_person" };
  return inTransaction(deps.database, async (transaction) => {
    await lockPayment(transaction, found.paymentId);
    const request = await lockRefundRequest(transaction, by.id);
    if (request === null) return { kind: "request_unknown" };
    if (request.state !== "waiting" && request.state !== "approved")
      return { kind: "already_decided", request };
    const made = await findMadeRefund(transaction, request.appId, refundOfRequest(request));
    if (made === "other") return { kind: "number_taken" };
    if (request.state === "approved")
      return made === "none" || request.decidedBy !== by.operatorId
        ? { kind: "already_decided", request }
        : { kind: "approved", request, refund: made, messages: [] };
    if (!(await stillMay(transaction, request.requestedBy, "refunds.create")))
      return { kind: "requester_disabled" };
    const at = deps.clock.now();
    return approveIn(transaction, { request, made: made === "none" ? null : made }, { ...by, at });
  });
}

async function approveIn(
  transaction: Connection,
  { request, made }: { readonly request: RefundRequestRow; readonly made: RefundRow | null },
  by: { readonly operatorId: string; readonly traceId: string; readonly at: Date },
): Promise<RefundApproval> {
  const { traceId, at } = by;
  let [refund, messages]: [RefundRow | null, readonly OutboxRow[]] = [made, []];
  if (refund === null) {
    const asked = { paymentId: request.paymentId, ...refundOfRequest(request), traceId, at };
    const created = await createRefundIn(transaction, asked);
    if (created.kind !== "created") return created;
    [refund, messages] = [created.view.refund, [created.message]];
  }
  const decision = {
    state: "approved",
    decidedBy: by.operatorId,
    decidedAt: at,
    decisionReason: null,
    refundId: refund.id,
  } as const;
  if (!(await decideRefundRequest(transaction, request.id, decision)))
    throw new Error(`the locked refund request ${request.id} changed under its lock`);
  return { kind: "approved", request: { ...request, ...decision }, refund, messages };
}
