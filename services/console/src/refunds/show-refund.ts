import { needsSecondPerson, paymentTimeline } from "@compose-pay/application";
import type { RefundDetailView } from "@compose-pay/contracts";
import { findPaymentJournal, findRefund, listRefundRequestsOfRefund } from "@compose-pay/database";
import type { ConsoleDeps } from "../console-deps.ts";
import { approvalFromFen } from "../live-settings/approval-from-fen.ts";
import { refundRequestView, refundRowView } from "./refund-views.ts";

/** Of one refund; there are a few at most. */
const mostRequests = 100;

/** @returns null when there is no such refund */
export async function showRefund(
  deps: Pick<ConsoleDeps, "database" | "settings">,
  id: string,
): Promise<RefundDetailView | null> {
  const { connection } = deps.database;
  const view = await findRefund(connection, id);
  const journal = view === null ? null : await findPaymentJournal(connection, view.refund.paymentId);
  if (view === null || journal === null) return null;
  const { refund, payment } = view;
  const requests = await listRefundRequestsOfRefund(connection, id, mostRequests);
  return {
    refund: refundRowView(refund),
    order_no: payment.orderNo,
    subject: payment.subject,
    attempt_id: refund.attemptId,
    metadata: refund.metadata,
    tries_made: refund.triesMade,
    timeline: paymentTimeline(journal).filter(({ subject }) => subject === id),
    cut_off: journal.cutOff,
    requests: requests.map(refundRequestView),
    card_needs_second: needsSecondPerson(view, await approvalFromFen(deps)),
  };
}
