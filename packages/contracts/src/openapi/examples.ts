import type { CreatePayment } from "../api/create-payment.ts";
import type { List } from "../api/list.ts";
import type { MethodOffer } from "../api/method-offer.ts";
import type { CreateRefund } from "../api/create-refund.ts";
import type { Payment } from "../api/payment.ts";
import type { Refund } from "../api/refund.ts";
import type { PaymentEvent, RefundEvent } from "../webhooks/webhook-body.ts";

/** What a merchant sends for the least of payments. */
export const createPaymentExample = {
  order_no: "A1001",
  amount: 100,
  method: "wechat_native",
  subject: "Tea",
} as const satisfies Partial<CreatePayment>;

/** What comes back when the channel has answered in time. */
export const paymentExample: Payment = {
  id: "pay_01jk2m3n4p5q6r7s8t9v0w1x2y",
  object: "payment",
  order_no: "A1001",
  amount: 100,
  currency: "CNY",
  amount_refunded: 0,
  status: "requires_action",
  method: "wechat_native",
  channel: "wechat",
  subject: "Tea",
  description: null,
  next_action: { type: "qr_code", qr_code: "weixin://wxpay/bizpayurl?pr=p4lpSuKzz" },
  attempt: {
    id: "01jk2m3n4q5r6s7t8v9w0x1y2z3a",
    method: "wechat_native",
    status: "pending",
    channel_trade_no: null,
  },
  payer: null,
  failure: null,
  metadata: {},
  notify_url: null,
  return_url: null,
  live: false,
  expires_at: "2026-01-31T08:30:00.000Z",
  created_at: "2026-01-31T08:00:00.000Z",
  paid_at: null,
  closed_at: null,
};

export const processingExample: Payment = {
  ...paymentExample,
  status: "processing",
  next_action: null,
  attempt: { ...paymentExample.attempt, status: "submitted" },
};

export const closedExample: Payment = {
  ...paymentExample,
  status: "closed",
  next_action: null,
  attempt: { ...paymentExample.attempt, status: "closed" },
  closed_at: "2026-01-31T08:05:00.000Z",
};

const succeededExample: Payment = {
  ...paymentExample,
  status: "succeeded",
  next_action: null,
  attempt: {
    ...paymentExample.attempt,
    status: "succeeded",
    channel_trade_no: "4200001234202601310000000001",
  },
  paid_at: "2026-01-31T08:00:42.000Z",
};

/** A list of all there is, on one page. */
export function listExample<Item>(...data: readonly Item[]): List<Item> {
  return { object: "list", data, has_more: false, next_cursor: null };
}

export const methodOfferExample: MethodOffer = {
  object: "method",
  method: "wechat_native",
  channel: "wechat",
  available: true,
  limits: { currency: "CNY", min_amount: 1, max_amount: 5_000_000 },
  fee_rate: 60,
};

/** A refund of a part of a payment. */
export const createRefundExample = {
  order_no: "A1001",
  refund_no: "R1001",
  amount: 40,
  reason: "cold tea",
} as const satisfies Partial<CreateRefund>;

export const refundExample: Refund = {
  id: "rfd_01jk2m5b6c7d8e9f0g1h2j3k4m",
  object: "refund",
  refund_no: "R1001",
  payment_id: paymentExample.id,
  order_no: paymentExample.order_no,
  amount: 40,
  currency: "CNY",
  status: "succeeded",
  reason: "cold tea",
  channel_refund_no: "50300001232026013100000000001",
  failure: null,
  metadata: {},
  created_at: "2026-01-31T09:00:00.000Z",
  succeeded_at: "2026-01-31T09:00:02.000Z",
};

export const refundProcessingExample: Refund = {
  ...refundExample,
  status: "processing",
  channel_refund_no: null,
  succeeded_at: null,
};

export const refundEventExample: RefundEvent = {
  id: "evt_01jk2m5c7d8e9f0g1h2j3k4m5n",
  type: "refund.succeeded",
  timestamp: "2026-01-31T09:00:02.480Z",
  sequence: 2,
  data: refundExample,
};

export const eventExample: PaymentEvent = {
  id: "evt_01jk2m4z5a6b7c8d9e0f1g2h3j",
  type: "payment.succeeded",
  timestamp: "2026-01-31T08:00:43.120Z",
  sequence: 1,
  data: succeededExample,
};
