import { maskedNotificationBody, processAgain } from "@compose-pay/application";
import type { NotificationRow, notificationRoutes } from "@compose-pay/contracts";
import {
  type Connection,
  findChannelNotification,
  findPaymentNumbers,
  type ListedNotification,
  listNotificationPage,
  listNotifications,
  type NotificationPage,
} from "@compose-pay/database";
import { done, type HandlersOf, noSuch } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";

/** What channels posted, and what became of it. */
export function notificationHandlers(deps: ConsoleDeps): HandlersOf<typeof notificationRoutes> {
  const { connection } = deps.database;
  return {
    "notifications.list": async ({ input }) => {
      const { verdict, account_id: accountId, payment_id: paymentId, after, limit } = input;
      const place = after === undefined ? undefined : await findChannelNotification(connection, after);
      if (place === null) return wrongCursor();
      const page = { verdict, accountId, after: place, limit: limit + 1 };
      const rows =
        paymentId === undefined
          ? await listNotificationPage(connection, page)
          : await listOfPayment(connection, paymentId, page);
      return done(pageOf(rows, limit, { nextOf: ({ id }) => id, show: notificationRow }));
    },
    "notifications.show": async ({ input: { id } }) => {
      const row = await findChannelNotification(connection, id);
      if (row === null) return noSuch("notification");
      const { text, isMasked } = maskedNotificationBody(row);
      return done({ ...notificationRow(row), headers: row.headers, body: text, is_masked: isMasked });
    },
    "notifications.process": async ({ input: { id } }) => {
      const before = await processAgain(deps, id);
      const after = before === null ? null : await findChannelNotification(connection, id);
      if (before === null || after === null) return noSuch("notification");
      return done(notificationRow(after), { before: endOf(before), after: endOf(after) });
    },
  };
}

async function listOfPayment(
  connection: Connection,
  paymentId: string,
  { after, ...page }: NotificationPage,
): Promise<readonly ListedNotification[]> {
  const numbers = await findPaymentNumbers(connection, paymentId);
  return listNotifications(connection, { ...page, ...numbers, after: after?.id });
}

function notificationRow(row: ListedNotification): NotificationRow {
  return {
    id: row.id,
    account_id: row.channelAccountId,
    channel: row.channel,
    verdict: row.verdict,
    reason: row.reason,
    notification_id: row.notificationId,
    attempt_id: row.attemptId,
    refund_id: row.refundId,
    times_received: row.timesReceived,
    trace_id: row.traceId,
    received_at: row.receivedAt.toISOString(),
    // One that was reopened waits to be processed again.
    processed_at: row.verdict === "received" ? null : (row.processedAt?.toISOString() ?? null),
  };
}

function endOf({ verdict, reason }: Pick<ListedNotification, "verdict" | "reason">) {
  return { verdict, reason };
}
