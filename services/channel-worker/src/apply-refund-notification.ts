import { recordRefundFact, type RefundRecorded } from "@compose-pay/application";
import type { NotificationReading } from "@compose-pay/channels";
import { type ChannelNotificationRow, findRefund } from "@compose-pay/database";
import { closeNotification, closeWith, raiseAndClose } from "./end-notification.ts";
import { followRefundFact, refundFactOf, subjectOf } from "./record-refund-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

type RefundReading = Extract<NotificationReading, { kind: "refund" }>;

/**
 * Applies a verified notification about a refund. Its account, its order, its number and its amount must be
 * ours; what claims anything else changes nothing and is raised as a discrepancy.
 */
export async function applyRefundNotification(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  { reading, traceId }: { readonly reading: RefundReading; readonly traceId: string },
): Promise<void> {
  const claim = reading.progress;
  const view = await findRefund(deps.database.connection, reading.outRefundNo);
  if (view === null) return raiseAndClose(deps, row, { type: "missing_here", claim });
  const { refund } = view;
  if (refund.channelAccountId !== row.channelAccountId) {
    return raiseAndClose(deps, row, { type: "account_differs", claim });
  }
  // The refund is ours and of another order: of the one that is named we have no such refund.
  if (refund.attemptId !== reading.outTradeNo) {
    return raiseAndClose(deps, row, { type: "missing_here", claim });
  }
  const fact = refundFactOf(claim, refund.state);
  if (fact === null) return closeNotification(deps, row, { verdict: "unchanged", reason: claim.state });
  const recorded = await recordRefundFact(
    deps,
    { ...subjectOf(refund), fact, cause: "notification", traceId },
    (transaction, outcome) => closeWith(deps, transaction, row, endOf(outcome)),
  );
  followRefundFact(deps, recorded);
}

function endOf(outcome: RefundRecorded) {
  switch (outcome.kind) {
    case "changed":
      return { verdict: "applied", reason: null } as const;
    case "unchanged":
      return { verdict: "unchanged", reason: null } as const;
    case "refused":
      return { verdict: "refused", reason: outcome.reason } as const;
  }
}
