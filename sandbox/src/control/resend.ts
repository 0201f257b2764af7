import type { Notification, Tamper } from "../core/notification.ts";
import type { Order } from "../core/order.ts";
import type { ControlDesk } from "./control-desk.ts";
import { Problem } from "./problem.ts";

const atOnce = 32;

/**
 * Sends the order's notification again (or for the first time, when it was lost), `times` times, and
 * waits until each POST is answered. 409 when there is nothing to tell.
 */
export async function resend(
  desk: ControlDesk,
  order: Order,
  how: { readonly times: number; readonly tamper: Tamper | null },
): Promise<void> {
  if (order.notifyUrl === null) throw new Problem(409, "Nothing to send", "the order has no notify_url");
  const notification = desk.log.newestOfOrder(order.id) ?? firstNotification(desk, order);
  let left = how.times;
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      await desk.notifier.sendNow(notification, order, how.tamper);
    }
  };
  await Promise.all(Array.from({ length: Math.min(how.times, atOnce) }, sender));
}

function firstNotification(desk: ControlDesk, order: Order): Notification {
  if (order.paidAt === null) throw new Problem(409, "Nothing to send", `${order.outTradeNo} is not paid`);
  const notification = desk.rules[order.channel].paymentNotification(order);
  desk.log.insert(notification, { dueAt: null, copies: 1 });
  return notification;
}
