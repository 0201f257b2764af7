import { askPayment, redeliverPayment, requestClose } from "@compose-pay/application";
import { findListedPayments } from "@compose-pay/database";
import { done, type Handlers, noSuch, refused } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";

type PaymentActs = "payments.ask" | "payments.close" | "payments.redeliver";

export function paymentActHandlers(deps: ConsoleDeps): Pick<Handlers, PaymentActs> {
  const { connection } = deps.database;
  const find = async (id: string) => (await findListedPayments(connection, [id]))[0] ?? null;
  return {
    "payments.ask": async ({ input: { id }, origin }) => {
      const asked = await askPayment(deps, { paymentId: id, traceId: origin.requestId });
      switch (asked.kind) {
        case "payment_unknown":
          return noSuch("payment");
        case "already_succeeded":
          return refused("payment_already_succeeded", "the payment has succeeded, and money is final");
        case "asked": {
          deps.outbox.dispatch(asked.messages);
          const { attemptIds, payment } = asked;
          const answer = { id, status: payment.status, attempts: attemptIds.length };
          return done(answer, { before: { status: payment.status }, after: { asked: attemptIds } });
        }
      }
    },
    "payments.close": async ({ input: { id }, origin }) => {
      const found = await find(id);
      if (found === null) return noSuch("payment");
      const { appId } = found.payment;
      const close = await requestClose(deps, { appId, paymentId: id, traceId: origin.requestId });
      switch (close.kind) {
        case "not_found":
          return noSuch("payment");
        case "already_succeeded":
          return refused("payment_already_succeeded", "the payment has succeeded and cannot be closed");
        case "settled": {
          const { status } = close.view.payment;
          return done({ id, status, attempts: 0 }, { before: { status }, after: { status } });
        }
        case "requested": {
          deps.outbox.dispatch(close.messages);
          const { status } = close.view.payment;
          const attempts = close.messages.length;
          return done({ id, status, attempts }, { before: { status }, after: { close_requested: true } });
        }
      }
    },
    "payments.redeliver": async ({ input: { id } }) => {
      if ((await find(id)) === null) return noSuch("payment");
      const again = await redeliverPayment(deps, id);
      return done(again, { after: again });
    },
  };
}
