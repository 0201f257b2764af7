import type { Notification, Tamper } from "../core/notification.ts";
import type { Order, Refund } from "../core/order.ts";
import type { ControlDesk } from "./control-desk.ts";
import { Problem } from "./problem.ts";

const atOnce = 32;

type HowOften = { readonly times: number; readonly tamper: Tamper | null };

/**
 * Sends the order's notification again (or for the first time, when it was lost), `times` times, and
 * waits until each POST is answered. 409 when there is nothing to tell.
 */
export async function resend(desk: ControlDesk, order: Order, how: HowOften): Promise<void> {
  if (order.notifyUrl === null) throw new Problem(409, "Nothing to send", "the order has no notify_url");
  const notification = desk.log.newestOfOrder(order.id) ?? firstNotification(desk, order);
  await sendTimes(desk, { notification, order }, how);
}

/** The same for a refund's notification; it must have ended, with a notify URL. */
export async function resendRefund(desk: ControlDesk, refund: Refund, how: HowOften): Promise<void> {
  const order = desk.orders.findById(refund.orderId);
  const notification = desk.log.newestOfRefund(refund.id);
  if (order === null || notification === null)
    throw new Problem(409, "Nothing to send", `${refund.outRefundNo} has told nothing`);
  await sendTimes(desk, { notification, order }, how);
}

async function sendTimes(
  desk: ControlDesk,
  { notification, order }: { readonly notification: Notification; readonly order: Order },
  how: HowOften,
): Promise<void> {
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
  if (notification === null)
    throw new Problem(409, "Nothing to send", `${order.product} has no notification`);
  desk.log.insert(notification, { dueAt: null, copies: 1 });
  return notification;
}
