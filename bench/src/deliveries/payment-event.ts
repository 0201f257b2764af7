import type { PaymentEvent } from "@compose-pay/contracts";
import type { EventRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { SentType } from "./receiver-places.ts";

/** The app that an event belongs to, and what it says; the endpoints follow from both. */
export interface EventPlace {
  readonly appId: string;
  readonly type: SentType;
}

/** How long the message of an event has before a sweep asks for its deliveries again, as in the product. */
const messageLeaseMs = 30_000;

/** An event as the product writes it, about 900 bytes of body, of a payment that has no other event. */
export function paymentEvent({ appId, type }: EventPlace, at: Date): EventRow {
  const id = newId("evt", at);
  const paymentId = newId("pay", at);
  const body = { id, type, timestamp: at.toISOString(), sequence: 1, data: paymentOf(paymentId, at) };
  return {
    id,
    appId,
    paymentId,
    endpointId: null,
    live: false,
    type,
    sequence: 1,
    body: JSON.stringify(body satisfies PaymentEvent),
    notifyUrl: null,
    refundNotifyUrl: null,
    traceId: newId("req", at),
    dueAt: new Date(at.getTime() + messageLeaseMs),
    createdAt: at,
  };
}

function paymentOf(id: string, at: Date): PaymentEvent["data"] {
  const number = id.slice(-12);
  return {
    id,
    object: "payment",
    order_no: `ORDER-${number}`,
    amount: 12_800,
    currency: "CNY",
    amount_refunded: 0,
    status: "succeeded",
    method: "wechat_native",
    channel: "wechat",
    subject: "Oolong tea, 250 g, and two cups",
    description: "Sent from the shop at Nanjing Road on the day after the payment",
    next_action: null,
    attempt: {
      id: `att${number}`,
      method: "wechat_native",
      status: "succeeded",
      channel_trade_no: `42000012342026112200${number.slice(0, 8)}`,
    },
    payer: null,
    failure: null,
    metadata: { table: "12", waiter: "Li", campaign: "autumn-2026", customer: `cus_${number}` },
    notify_url: null,
    return_url: "https://shop.example.com/orders/thanks",
    live: false,
    expires_at: new Date(at.getTime() + 1_800_000).toISOString(),
    created_at: new Date(at.getTime() - 42_000).toISOString(),
    paid_at: at.toISOString(),
    closed_at: null,
  };
}
