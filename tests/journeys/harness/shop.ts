import { type PaymentEvent, type RefundEvent, type WebhookBody, webhookBody } from "@compose-pay/contracts";
import { type ReceivedWebhook, type SinkAnswer, startWebhookSink, waitFor } from "@compose-pay/test-support";
import { Webhook } from "standardwebhooks";

/** A webhook that a Standard Webhooks library took for genuine. */
export interface HeardEvent<Event extends WebhookBody = WebhookBody> {
  readonly event: Event;
  /** The exact text that was signed. */
  readonly body: string;
  readonly headers: ReceivedWebhook["headers"];
}

/** A merchant's endpoint. What does not verify is kept apart and answered 401. */
export interface Shop {
  readonly url: string;
  /** Of the payment and its refunds, in the order of their arrival, repetitions included. */
  eventsOf(paymentId: string): readonly HeardEvent[];
  /** Every verified webhook. */
  heard(): readonly HeardEvent[];
  /** What came and did not verify. */
  forged(): readonly ReceivedWebhook[];
  /** Waits until an event of this type has come about the payment. */
  hear(paymentId: string, type: PaymentEvent["type"], deadlineMs?: number): Promise<HeardEvent<PaymentEvent>>;
  /** The same about one of its refunds. */
  hearRefund(
    refund: { readonly id: string; readonly payment_id: string },
    type: RefundEvent["type"],
    deadlineMs?: number,
  ): Promise<HeardEvent<RefundEvent>>;
  close(): Promise<void>;
}

const usuallyWithinMs = 20_000;

/** @param secret `whsec_…` of the app */
export async function openShop(secret: string): Promise<Shop> {
  const verifier = new Webhook(secret);
  const heard: HeardEvent[] = [];
  const byPayment = new Map<string, HeardEvent[]>();
  const forged: ReceivedWebhook[] = [];
  const take = (received: ReceivedWebhook): SinkAnswer => {
    const one = verified(verifier, received);
    if (one === null) {
      forged.push(received);
      return { kind: "status", status: 401 };
    }
    heard.push(one);
    const { data } = one.event;
    const id = data.object === "refund" ? data.payment_id : data.object === "payment" ? data.id : null;
    if (id !== null) byPayment.set(id, [...(byPayment.get(id) ?? []), one]);
    return { kind: "status", status: 204 };
  };
  const sink = await startWebhookSink({ answer: take });
  const eventsOf = (paymentId: string): readonly HeardEvent[] => byPayment.get(paymentId) ?? [];
  return {
    url: `${sink.url}/hooks`,
    eventsOf,
    heard: () => heard,
    forged: () => forged,
    hear: (paymentId, type, deadlineMs = usuallyWithinMs) =>
      waitFor(() => eventsOf(paymentId).find(isOfPayment(type)), {
        deadlineMs,
        what: `the webhook ${type} of ${paymentId}`,
      }),
    hearRefund: (refund, type, deadlineMs = usuallyWithinMs) =>
      waitFor(() => eventsOf(refund.payment_id).find(isOfRefund(refund.id, type)), {
        deadlineMs,
        what: `the webhook ${type} of ${refund.id}`,
      }),
    close: () => sink.close(),
  };
}

function isOfPayment(type: PaymentEvent["type"]) {
  return (heard: HeardEvent): heard is HeardEvent<PaymentEvent> => heard.event.type === type;
}

function isOfRefund(id: string, type: RefundEvent["type"]) {
  return (heard: HeardEvent): heard is HeardEvent<RefundEvent> =>
    heard.event.type === type && heard.event.data.object === "refund" && heard.event.data.id === id;
}

function verified(verifier: Webhook, { body, headers }: ReceivedWebhook): HeardEvent | null {
  const text = body.toString("utf8");
  const named = {
    "webhook-id": String(headers["webhook-id"]),
    "webhook-timestamp": String(headers["webhook-timestamp"]),
    "webhook-signature": String(headers["webhook-signature"]),
  };
  try {
    return { event: webhookBody.parse(verifier.verify(text, named)), body: text, headers };
  } catch {
    return null;
  }
}
