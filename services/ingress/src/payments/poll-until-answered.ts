import { setTimeout as pause } from "node:timers/promises";
import { type Database, findPayment, type PaymentView } from "@compose-pay/database";

const firstPauseMs = 40;
const longestPauseMs = 500;
const growth = 1.6;

/**
 * Reads a payment, at growing intervals, until its channel has answered or the wait is over: for a repeated
 * create, whose own question to the channel was asked by somebody else.
 */
export async function pollUntilAnswered(
  database: Database,
  view: PaymentView,
  waitMs: number,
): Promise<PaymentView> {
  const endMs = performance.now() + waitMs;
  let now = view;
  let pauseMs = firstPauseMs;
  while (now.payment.status === "processing") {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) break;
    await pause(Math.min(pauseMs, leftMs));
    pauseMs = Math.min(pauseMs * growth, longestPauseMs);
    now = (await findPayment(database.connection, view.payment.appId, view.payment.id)) ?? now;
  }
  return now;
}
