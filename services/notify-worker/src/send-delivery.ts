import type { HeldDelivery } from "@compose-pay/database";
import { type SigningKey, signWebhook, type WebhookAnswer, type WebhookClient } from "@compose-pay/webhooks";
import manifest from "../package.json" with { type: "json" };
import type { Receiver } from "./receivers.ts";

const userAgent = `compose-pay/${manifest.version}`;

/** A delivery that may be attempted now, and where. */
export interface DueAttempt {
  readonly held: HeldDelivery;
  readonly receiver: Receiver;
  /** Let through by an open circuit. */
  readonly isProbe: boolean;
  /** The last attempt there has failed, as far as is known. */
  readonly wasFailing: boolean;
}

/** Signs the event for its receiver and posts it there, byte for byte as it was stored. */
export async function sendDelivery(
  client: WebhookClient,
  { held, receiver: { url, keys } }: DueAttempt,
  at: Date,
): Promise<WebhookAnswer> {
  if (keys === null) return { kind: "unanswered", address: null, fault: "secret_unreadable" };
  const { body, live } = held.event;
  return client.post({ url, live, headers: headersFor(held, keys, at), body });
}

/** Standard Webhooks 1.0, "Webhook headers"; the trace id goes by the name that our API has for it. */
function headersFor(
  { eventId, traceId, event: { body } }: HeldDelivery,
  keys: readonly SigningKey[],
  at: Date,
): Readonly<Record<string, string>> {
  const timestampSeconds = Math.floor(at.getTime() / 1_000);
  return {
    "content-type": "application/json",
    "user-agent": userAgent,
    "webhook-id": eventId,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": signWebhook(keys, { id: eventId, timestampSeconds, body }),
    "x-request-id": traceId,
  };
}
