import {
  type Connection,
  findRefund,
  findWaitingSettle,
  inTransaction,
  lockPayment,
  type RefundRequestRow,
  updateRefundRequest,
} from "@compose-pay/database";
import { type RefundSettlement, type SettleDeps, waitsForPayout } from "../settle-refund.ts";
import type { LapseReason } from "./lapsed.ts";

/** The request as it waited, and as it is since somebody agreed. */
export interface ClaimedSettlement {
  readonly waiting: RefundRequestRow;
  readonly request: RefundRequestRow;
}

type Change = Partial<RefundRequestRow>;

/**
 * What becomes of a request for which the channel was called. Where the channel has certainly done nothing for now, it
 * waits again and can be agreed to once more; where the channel does not do it, it has lapsed.
 *
 * @returns the request as it is now
 */
export async function concludeSettlement(
  { database }: Pick<SettleDeps, "database">,
  claim: ClaimedSettlement,
  { kind }: RefundSettlement,
): Promise<RefundRequestRow> {
  switch (kind) {
    case "taken":
    case "unanswered":
      return claim.request;
    case "not_taken":
    case "account_unusable":
      return inTransaction(database, (transaction) => waitAgain(transaction, claim));
    case "declined":
      return change(database.connection, claim, lapse("channel_declined"));
    case "not_abnormal":
    case "refund_unknown":
      return change(database.connection, claim, lapse("refund_not_abnormal"));
  }
}

/** Unless its refund went on meanwhile, or the same was asked for anew. */
async function waitAgain(transaction: Connection, claim: ClaimedSettlement): Promise<RefundRequestRow> {
  const { refundId, paymentId } = claim.request;
  await lockPayment(transaction, paymentId);
  const view = refundId === null ? null : await findRefund(transaction, refundId);
  if (view === null || !waitsForPayout(view)) return change(transaction, claim, lapse("refund_not_abnormal"));
  if ((await findWaitingSettle(transaction, view.refund.id)) !== null)
    return change(transaction, claim, lapse("asked_anew"));
  const { state, decidedBy, decidedAt, payoutKey, payoutDigest } = claim.waiting;
  return change(transaction, claim, { state, decidedBy, decidedAt, payoutKey, payoutDigest });
}

async function change(
  connection: Connection,
  { request }: ClaimedSettlement,
  to: Change,
): Promise<RefundRequestRow> {
  await updateRefundRequest(connection, request, to);
  return { ...request, ...to };
}

/** Who had agreed stays in it. */
function lapse(reason: LapseReason): Change {
  return { state: "lapsed", decisionReason: reason };
}
