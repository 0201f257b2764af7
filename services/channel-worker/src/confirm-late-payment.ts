import {
  type ChannelNotificationRow,
  closeChannelNotification,
  findAttempt,
  type NotificationVerdict,
} from "@compose-pay/database";
import type { AttemptMessage } from "./create-order.ts";
import { queryOrder } from "./query-order.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * A notification of money for an order that is closed here. It may be older than the close, and a close can
 * give the money back (Alipay OpenAPI, `alipay.trade.cancel`), so the channel is asked what holds now.
 * While it gives no answer the notification stays open, and a sweep brings it again.
 */
export async function confirmLatePayment(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  message: AttemptMessage,
): Promise<void> {
  const asked = await queryOrder(deps, message);
  if (asked.kind === "open") return;
  const now = await findAttempt(deps.database.connection, message.attemptId);
  const end: { readonly verdict: NotificationVerdict; readonly reason: string | null } =
    now?.attempt.state === "succeeded"
      ? { verdict: "applied", reason: null }
      : { verdict: "ignored", reason: "not_paid_any_more" };
  await closeChannelNotification(deps.database.connection, row.id, { ...end, at: deps.clock.now() });
}
