import { type Database, findPayment, type PaymentView } from "@compose-pay/database";
import type { Call } from "../merchant-call.ts";

const paymentId = /^pay_[0-9a-z]{26}$/;

/**
 * The payment that a call's path names, if the key may see it: one of its app, and of its mode, since a test
 * key reaches no live channel.
 */
export async function findOwnPayment(
  database: Database,
  { caller, id }: Pick<Call, "caller" | "id">,
): Promise<PaymentView | null> {
  if (!paymentId.test(id)) return null;
  const view = await findPayment(database.connection, caller.appId, id);
  return view?.payment.live === caller.live ? view : null;
}
