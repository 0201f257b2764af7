import { ChannelAccountUnusable, type Recorded } from "@compose-pay/application";
import type { NotificationReading, OrderState } from "@compose-pay/channels";
import {
  type ChannelNotificationRow,
  findAttempt,
  findChannelNotification,
  identifyNotification,
  updateAttempt,
} from "@compose-pay/database";
import { applyRefundNotification } from "./apply-refund-notification.ts";
import { confirmLatePayment } from "./confirm-late-payment.ts";
import { closeNotification, closeWith, raiseAndClose, tryAgainLater } from "./end-notification.ts";
import { factOf } from "./record-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

type PaymentReading = Extract<NotificationReading, { kind: "payment" }>;

/**
 * Processes a stored notification. It is verified again, on the stored bytes and at the time it came, and
 * then held against the attempt: account, amount and currency must be ours. What claims anything else
 * changes nothing and is raised as a discrepancy.
 */
export async function processNotification(
  deps: WorkDeps,
  message: { readonly channelNotificationId: string; readonly traceId: string },
): Promise<"done" | "unknown_notification"> {
  const row = await findChannelNotification(deps.database.connection, message.channelNotificationId);
  if (row === null) return "unknown_notification";
  if (row.verdict !== "received") return "done";
  const reading = await read(deps, row);
  switch (reading.kind) {
    case "refused":
      // It was never taken for true: an operator has it looked at again, and it is no better now.
      if (row.notificationId === null) {
        await closeNotification(deps, row, { verdict: "refused", reason: reading.reason });
        break;
      }
      // Ingress has verified it and the channel was told so, so that it will not be sent again: an account
      // whose keys were changed in between is no reason to forget it.
      await tryAgainLater(deps, row, { reason: reading.reason, claim: null });
      break;
    case "refund":
      await identify(deps, row, { attemptId: reading.outTradeNo, refundId: reading.outRefundNo });
      await applyRefundNotification(deps, row, { reading, traceId: message.traceId });
      break;
    case "ignored":
      await closeNotification(deps, row, { verdict: "ignored", reason: reading.reason });
      break;
    case "payment":
      await identify(deps, row, { attemptId: reading.outTradeNo, refundId: null });
      await applyPayment(deps, row, { reading, traceId: message.traceId });
      break;
  }
  return "done";
}

/** One that was refused when it came, and is true by the keys of today, is found by what it is about. */
async function identify(
  { database }: WorkDeps,
  row: ChannelNotificationRow,
  about: Parameters<typeof identifyNotification>[2],
): Promise<void> {
  if (row.notificationId === null) await identifyNotification(database.connection, row.id, about);
}

async function read(
  deps: WorkDeps,
  row: ChannelNotificationRow,
): Promise<NotificationReading | { readonly kind: "refused"; readonly reason: "account_unusable" }> {
  try {
    const channel = await deps.channelOf(row.channelAccountId);
    return channel.readNotification({ headers: row.headers, body: row.body }, row.receivedAt);
  } catch (error) {
    if (!(error instanceof ChannelAccountUnusable)) throw error;
    return { kind: "refused", reason: "account_unusable" };
  }
}

async function applyPayment(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  { reading, traceId }: { readonly reading: PaymentReading; readonly traceId: string },
): Promise<void> {
  const view = await findAttempt(deps.database.connection, reading.outTradeNo);
  const claim = reading.state;
  if (view === null) return raiseAndClose(deps, row, { type: "missing_here", claim });
  const { attempt } = view;
  if (attempt.channelAccountId !== row.channelAccountId) {
    return raiseAndClose(deps, row, { type: "account_differs", claim });
  }
  const fact = factOf(claim);
  if (fact === null) return closeNotification(deps, row, { verdict: "ignored", reason: claim.state });
  const recorded = await deps.facts.record(
    {
      paymentId: attempt.paymentId,
      attemptId: attempt.id,
      fact,
      cause: "notification",
      traceId,
      lateNeedsConfirmation: true,
    },
    async (transaction, outcome) => {
      await closeWith(deps, transaction, row, endOf(outcome));
      if (!isReturnUnknownHere(outcome, claim)) return;
      await updateAttempt(transaction, outcome.view.attempt, { dueAt: deps.clock.now() });
    },
  );
  if (recorded.kind === "changed") deps.dispatch(recorded.messages);
  if (recorded.kind === "late") await confirmLatePayment(deps, row, { view: recorded.view, claim, traceId });
}

/** The money of a success went back, and no refunds of ours account for it: the channel is asked what holds. */
function isReturnUnknownHere({ view: { payment, attempt } }: Recorded, claim: OrderState): boolean {
  const isReturned = claim.state === "closed" && claim.moneyReturned;
  return isReturned && attempt.state === "succeeded" && payment.amountRefunded < payment.amount;
}

function endOf(outcome: Recorded) {
  switch (outcome.kind) {
    case "changed":
      return { verdict: "applied", reason: null } as const;
    case "unchanged":
      return { verdict: "unchanged", reason: null } as const;
    case "refused":
      return { verdict: "refused", reason: outcome.reason } as const;
    case "late":
      return null;
  }
}
