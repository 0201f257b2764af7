import { closeOrder } from "@compose-pay/contracts";
import {
  type Database,
  findPayment,
  insertOutbox,
  inTransaction,
  lockPayment,
  type OutboxRow,
  type PaymentView,
  updateAttempt,
} from "@compose-pay/database";
import { isOpen } from "@compose-pay/domain";
import { channelQueue } from "@compose-pay/messaging";
import type { Clock } from "@compose-pay/runtime";
import { later, messageLeaseMs } from "./due-after.ts";
import { outboxMessage } from "./outbox-message.ts";

/** `requested`: the channel is asked now, and the sweeps go on asking until it has answered. */
export type CloseRequest =
  | { readonly kind: "requested"; readonly view: PaymentView; readonly messages: readonly OutboxRow[] }
  | { readonly kind: "settled"; readonly view: PaymentView }
  | { readonly kind: "already_succeeded" }
  | { readonly kind: "not_found" };

/** Asks for the end of a payment. It is closed only once its channel has said that it cannot be paid any more. */
export async function requestClose(
  deps: { readonly database: Database; readonly clock: Clock },
  request: { readonly appId: string; readonly paymentId: string; readonly traceId: string },
): Promise<CloseRequest> {
  const own = await findPayment(deps.database.connection, request.appId, request.paymentId);
  if (own === null) return { kind: "not_found" };
  return inTransaction(deps.database, async (transaction) => {
    const locked = await lockPayment(transaction, request.paymentId);
    const attempt = locked?.attempts.find(({ id }) => id === locked.payment.currentAttemptId);
    if (locked === null || attempt === undefined) return { kind: "not_found" };
    const view = { payment: locked.payment, attempt };
    if (locked.payment.status === "succeeded") return { kind: "already_succeeded" };
    const open = locked.attempts.filter(({ state }) => isOpen(state));
    if (open.length === 0) return { kind: "settled", view };
    const at = deps.clock.now();
    const messages = open.map(({ id, channel }) =>
      outboxMessage(channelQueue(channel, "background"), closeOrder, {
        body: { attempt_id: id },
        traceId: request.traceId,
        at,
      }),
    );
    for (const one of open) {
      await updateAttempt(transaction, one, { closeRequested: true, dueAt: later(at, messageLeaseMs) });
    }
    await insertOutbox(transaction, messages);
    return { kind: "requested", view, messages };
  });
}
