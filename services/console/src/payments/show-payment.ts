import { paymentTimeline } from "@compose-pay/application";
import type { PaymentDetailView } from "@compose-pay/contracts";
import {
  findAccountNames,
  findApp,
  findPaymentJournal,
  listRefundRequestsOfPayment,
} from "@compose-pay/database";
import type { ConsoleDeps } from "../console-deps.ts";
import { approvalFromFen } from "../live-settings/approval-from-fen.ts";
import { refundRequestView, refundRowView } from "../refunds/refund-views.ts";
import { attemptView, paymentFactsView } from "./payment-views.ts";

/** Of one payment; there are a few at most. */
const mostRequests = 100;

/** @returns null when there is no such payment */
export async function showPayment(
  deps: Pick<ConsoleDeps, "database" | "settings">,
  id: string,
): Promise<PaymentDetailView | null> {
  const { connection } = deps.database;
  const journal = await findPaymentJournal(connection, id);
  if (journal === null) return null;
  const { payment, attempts, refunds } = journal;
  const attempt = attempts.find((one) => one.id === payment.currentAttemptId);
  if (attempt === undefined) throw new Error(`payment ${id} has no attempt that speaks for it`);
  const app = await findApp(connection, payment.appId);
  const accounts = attempts.map(({ channelAccountId }) => channelAccountId);
  const names = await findAccountNames(connection, accounts);
  const requests = await listRefundRequestsOfPayment(connection, id, mostRequests);
  return {
    payment: paymentFactsView({ payment, attempt, appName: app?.name ?? null }, names),
    attempts: attempts.map((one) => attemptView(one, payment, names)),
    refunds: refunds.map(refundRowView),
    refund_requests: requests.map(refundRequestView),
    timeline: paymentTimeline(journal),
    cut_off: journal.cutOff,
    refundable: payment.status === "succeeded" ? payment.amount - payment.amountRefunded : 0,
    approval_from: await approvalFromFen(deps),
  };
}
