import { later } from "@compose-pay/application";
import type { OrderState, RefundProgress } from "@compose-pay/channels";
import {
  type ChannelNotificationRow,
  closeChannelNotification,
  type Connection,
  type DiscrepancyType,
  insertDiscrepancy,
  inTransaction,
  type NotificationVerdict,
  postponeNotification,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { WorkDeps } from "./work-deps.ts";

/** How soon a notification is looked at again that could not be settled. */
const againMs = 60_000;

/** After this a person must look at it. */
const longestTryMs = 24 * 3_600_000;

export interface NotificationEnd {
  readonly verdict: NotificationVerdict;
  readonly reason: string | null;
}

export async function closeNotification(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  end: NotificationEnd,
): Promise<void> {
  await closeWith(deps, deps.database.connection, row, end);
}

/** The same inside a transaction; null leaves it open. */
export async function closeWith(
  { clock }: WorkDeps,
  connection: Connection,
  row: ChannelNotificationRow,
  end: NotificationEnd | null,
): Promise<void> {
  if (end === null) return;
  await closeChannelNotification(connection, row.id, { ...end, at: clock.now() });
}

/** A true message of the channel that does not fit what we have: kept, refused, raised. */
export async function raiseAndClose(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  { type, claim }: { readonly type: DiscrepancyType; readonly claim: OrderState | RefundProgress | null },
): Promise<void> {
  const at = deps.clock.now();
  await inTransaction(deps.database, async (transaction) => {
    await insertDiscrepancy(transaction, {
      id: newId("dsc"),
      refundId: row.refundId ?? "",
      type,
      state: "open",
      channelAccountId: row.channelAccountId,
      paymentId: null,
      attemptId: row.attemptId,
      evidence: { cause: "notification", channel_notification_id: row.id, there: claim },
      traceId: row.traceId,
      foundAt: at,
    });
    await closeChannelNotification(transaction, row.id, { verdict: "refused", reason: type, at });
  });
}

/** It cannot be settled now and comes again; after a day without success it is raised. */
export async function tryAgainLater(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  { reason, claim }: { readonly reason: string; readonly claim: OrderState | null },
): Promise<void> {
  const now = deps.clock.now();
  const fields = {
    channel_notification_id: row.id,
    attempt_id: row.attemptId,
    trace_id: row.traceId,
    reason,
  };
  if (now.getTime() - row.receivedAt.getTime() > longestTryMs) {
    deps.logger.error(fields, "a notification could not be settled in a day and was raised");
    return raiseAndClose(deps, row, { type: "unconfirmed", claim });
  }
  deps.logger.warn(fields, "a notification cannot be settled now");
  await postponeNotification(deps.database.connection, row.id, later(now, againMs));
}
