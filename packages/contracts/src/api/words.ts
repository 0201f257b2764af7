import {
  attemptStates,
  channelNames,
  currencies,
  methods,
  paymentStatuses,
  refundStatuses,
} from "@compose-pay/domain";
import { z } from "zod";

/** The domain's words as they stand on the wire, each documented once. */
export const method = z.enum(methods).meta({
  id: "Method",
  description:
    "A way to pay. mock has no channel behind it and is for test keys only: metadata.mock says what becomes " +
    "of the payment (succeed, pend, fail, unknown, late), metadata.mock_refund what becomes of its refunds " +
    "(succeed, pend, fail, abnormal, unknown); " +
    "checkout lets the customer choose on a hosted page.",
});

export const channel = z.enum(channelNames).meta({ id: "Channel", description: "Who moves the money." });

export const currency = z
  .enum(currencies)
  .meta({ id: "Currency", description: "ISO 4217 code; CNY counts in fen." });

export const paymentStatus = z.enum(paymentStatuses).meta({
  id: "PaymentStatus",
  description:
    "processing: the channel has not answered yet. requires_action: the customer can pay. " +
    "succeeded: paid. closed: can no longer be paid. failed: refused by the channel. " +
    "A payment that is closed or failed becomes succeeded if the channel holds the money after all.",
});

export const refundStatus = z.enum(refundStatuses).meta({
  id: "RefundStatus",
  description:
    "processing: the money is on its way back, or its channel has not answered yet. succeeded: it is back. " +
    "failed: the channel will not send it, and the payment's balance has it again. " +
    "abnormal: the channel holds the money and an operator must act.",
});

export const attemptState = z.enum(attemptStates).meta({
  id: "AttemptStatus",
  description:
    "created: nothing was sent. submitted: sent, the channel's answer is unknown. " +
    "pending: the customer can pay. succeeded, closed, failed: as for the payment.",
});
