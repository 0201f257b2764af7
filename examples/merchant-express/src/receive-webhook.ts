import type { RequestHandler } from "express";
import { Webhook } from "standardwebhooks";
import { applyEvent, type WebhookEvent } from "./apply-event.ts";
import type { OrderStore } from "./order-store.ts";

/**
 * `POST /webhooks`, behind `express.raw`: the signature is over the bytes as they came. Answers 204 once the event
 * is stored, and does nothing slow before: after 10 s without an answer the event comes again.
 */
export function receiveWebhook({ store, secret }: { store: OrderStore; secret: string }): RequestHandler {
  const verifier = new Webhook(secret);
  return (request, response) => {
    const event = verified(verifier, request.body, {
      "webhook-id": request.header("webhook-id") ?? "",
      "webhook-timestamp": request.header("webhook-timestamp") ?? "",
      "webhook-signature": request.header("webhook-signature") ?? "",
    });
    if (event === null) return void response.status(401).end();
    // The id is the same on every attempt. An error here is a 500, and the event comes again.
    store.once(request.header("webhook-id") ?? "", () => takeEvent(store, event));
    response.status(204).end();
  };
}

/** Within the transaction that remembers the event. */
function takeEvent(store: OrderStore, event: WebhookEvent): void {
  const orderNo = event.data.order_no ?? "";
  const before = store.find(orderNo);
  const after = store.change(orderNo, (now) => applyEvent(now, event));
  console.log(`${event.type} ${orderNo}`);
  // Events of orders that other systems made with the same app come here, too.
  if (before === null || after === null) return;
  const isPaidNow = before.status !== "succeeded" && after.status === "succeeded";
  // Here a real shop writes down that it is to be packed: in the same transaction, so that it is once.
  if (isPaidNow) console.log(`order ${orderNo} is paid: pack ${after.product}`);
  const saysPaid = event.type.startsWith("payment.") && event.data.status === "succeeded";
  if (saysPaid && after.status !== "succeeded") {
    console.error(`order ${orderNo} was paid, but not with what it costs: a person must look`);
  }
}

/** Null when the signature is not compose-pay's, or older than five minutes. */
function verified(
  verifier: Webhook,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): WebhookEvent | null {
  if (!Buffer.isBuffer(body)) return null;
  try {
    // because what compose-pay signed has this shape
    return verifier.verify(body, headers) as WebhookEvent;
  } catch {
    return null;
  }
}
