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
  wasApplied,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { WorkDeps } from "./work-deps.ts";

/** How soon a notification is looked at again that could not be settled. */
const againMs = 60_000;

/** After this a person must look at it. */
const longestTryMs = 24 * 3_600_000;

type EndDeps = Pick<WorkDeps, "database" | "clock" | "logger">;

export interface NotificationEnd {
  readonly verdict: NotificationVerdict;
  readonly reason: string | null;
}

export async function closeNotification(
  deps: EndDeps,
  row: ChannelNotificationRow,
  end: NotificationEnd,
): Promise<void> {
  await closeWith(deps, deps.database.connection, row, end);
}

/** The same inside a transaction; null leaves it open. */
export async function closeWith(
  { clock }: Pick<EndDeps, "clock">,
  connection: Connection,
  row: ChannelNotificationRow,
  end: NotificationEnd | null,
): Promise<void> {
  if (end === null) return;
  await closeChannelNotification(connection, row.id, { ...kept(row, end), at: clock.now() });
}

/** One that was applied before and changes nothing now was applied. */
function kept(row: ChannelNotificationRow, end: NotificationEnd): NotificationEnd {
  const isKept = end.verdict === "unchanged" && row.reason === wasApplied;
  return isKept ? { verdict: "applied", reason: null } : end;
}

/** A true message of the channel that does not fit what we have: kept, refused, raised. */
export async function raiseAndClose(
  deps: EndDeps,
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
  deps: EndDeps,
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
  // One that an operator has reopened, however old it is, is tried for a day from then.
  const triedSince = row.processedAt ?? row.receivedAt;
  if (now.getTime() - triedSince.getTime() > longestTryMs) {
    deps.logger.error(fields, "a notification could not be settled in a day and was raised");
    return raiseAndClose(deps, row, { type: "unconfirmed", claim });
  }
  deps.logger.warn(fields, "a notification cannot be settled now");
  await postponeNotification(deps.database.connection, row.id, later(now, againMs));
}
