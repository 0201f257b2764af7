import { type Database, findPayment, type PaymentView } from "@compose-pay/database";
import { pollUntil } from "../poll-until.ts";

/**
 * Reads a payment until its channel has answered or the wait is over: for a repeated create, whose own question
 * to the channel was asked by somebody else.
 */
export async function pollUntilAnswered(
  database: Database,
  view: PaymentView,
  waitMs: number,
): Promise<PaymentView> {
  const { appId, id } = view.payment;
  return pollUntil(view, {
    isDone: ({ payment }) => payment.status !== "processing",
    read: () => findPayment(database.connection, appId, id),
    waitMs,
  });
}
