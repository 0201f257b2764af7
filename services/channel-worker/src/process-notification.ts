import { type Recorded, recordFact } from "@compose-pay/application";
import type { NotificationReading } from "@compose-pay/channels";
import {
  type ChannelNotificationRow,
  closeChannelNotification,
  type DiscrepancyType,
  findAttempt,
  findChannelNotification,
  insertDiscrepancy,
  inTransaction,
  type NotificationVerdict,
} from "@compose-pay/database";
import { decideAttempt } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { confirmLatePayment } from "./confirm-late-payment.ts";
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
  const channel = await deps.channelOf(row.channelAccountId);
  const reading = channel.readNotification({ headers: row.headers, body: row.body }, row.receivedAt);
  switch (reading.kind) {
    case "refused":
      await close(deps, row, { verdict: "refused", reason: reading.reason });
      break;
    case "ignored":
      await close(deps, row, { verdict: "ignored", reason: reading.reason });
      break;
    case "payment":
      await applyPayment(deps, row, { reading, traceId: message.traceId });
      break;
  }
  return "done";
}

async function applyPayment(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  { reading, traceId }: { readonly reading: PaymentReading; readonly traceId: string },
): Promise<void> {
  const view = await findAttempt(deps.database.connection, reading.outTradeNo);
  if (view === null) return refuse(deps, row, { type: "missing_here", reading });
  const { attempt } = view;
  if (attempt.channelAccountId !== row.channelAccountId) {
    return refuse(deps, row, { type: "account_differs", reading });
  }
  const fact = factOf(reading.state);
  if (fact === null) return close(deps, row, { verdict: "ignored", reason: reading.state.state });
  const decision = decideAttempt(attempt.state, fact, attempt);
  if (decision.kind === "transition" && decision.late && attempt.state === "closed") {
    return confirmLatePayment(deps, row, { attemptId: attempt.id, traceId });
  }
  const recorded = await recordFact(
    deps,
    { paymentId: attempt.paymentId, attemptId: attempt.id, fact, cause: "notification", traceId },
    (transaction, outcome) =>
      closeChannelNotification(transaction, row.id, { ...endOf(outcome), at: deps.clock.now() }),
  );
  if (recorded.kind === "changed") deps.dispatch(recorded.messages);
}

function endOf(outcome: Recorded): { readonly verdict: NotificationVerdict; readonly reason: string | null } {
  switch (outcome.kind) {
    case "changed":
      return { verdict: "applied", reason: null };
    case "unchanged":
      return { verdict: "unchanged", reason: null };
    case "refused":
      return { verdict: "refused", reason: outcome.reason };
  }
}

/** A true message of the channel that does not fit what we have: kept, refused, raised. */
async function refuse(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  { type, reading }: { readonly type: DiscrepancyType; readonly reading: PaymentReading },
): Promise<void> {
  const at = deps.clock.now();
  await inTransaction(deps.database, async (transaction) => {
    await insertDiscrepancy(transaction, {
      id: newId("dsc"),
      type,
      state: "open",
      channelAccountId: row.channelAccountId,
      paymentId: null,
      attemptId: reading.outTradeNo,
      evidence: { cause: "notification", channel_notification_id: row.id, there: reading.state },
      traceId: row.traceId,
      foundAt: at,
    });
    await closeChannelNotification(transaction, row.id, { verdict: "refused", reason: type, at });
  });
}

async function close(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  end: { readonly verdict: NotificationVerdict; readonly reason: string },
): Promise<void> {
  await closeChannelNotification(deps.database.connection, row.id, { ...end, at: deps.clock.now() });
}
