import type { HeldDelivery } from "@compose-pay/database";
import manifest from "../package.json" with { type: "json" };
import { isOwnAddress } from "./match-targets.ts";
import type { AppTargets } from "./target-directory.ts";
import { type SigningKey, signWebhook, type WebhookAnswer, type WebhookClient } from "@compose-pay/webhooks";

const userAgent = `compose-pay/${manifest.version}`;

/** Signs the event for the delivery's target and posts it there, byte for byte as it was stored. */
export async function sendDelivery(
  client: WebhookClient,
  {
    delivery,
    targets,
    at,
  }: { readonly delivery: HeldDelivery; readonly targets: AppTargets; readonly at: Date },
): Promise<WebhookAnswer> {
  const target = findTarget(delivery, targets);
  if (target === null) return { kind: "unanswered", address: null, fault: "endpoint_disabled" };
  const { url, signingKey } = target;
  if (signingKey === null) return { kind: "unanswered", address: null, fault: "secret_unreadable" };
  return client.post({
    url,
    live: false,
    headers: headersFor(delivery, signingKey, at),
    body: delivery.body,
  });
}

function findTarget(
  { endpointId, url }: HeldDelivery,
  targets: AppTargets,
): { readonly url: string; readonly signingKey: SigningKey | null } | null {
  if (!isOwnAddress(endpointId)) return targets.endpoints.find(({ id }) => id === endpointId) ?? null;
  if (url === null) throw new Error("a delivery to a payment's or a refund's own address has that address");
  return { url, signingKey: targets.notifyUrlKey };
}

/** Standard Webhooks 1.0, "Webhook headers"; the trace id goes by the name that our API has for it. */
function headersFor(
  { eventId, body, traceId }: HeldDelivery,
  key: SigningKey,
  at: Date,
): Readonly<Record<string, string>> {
  const timestampSeconds = Math.floor(at.getTime() / 1_000);
  return {
    "content-type": "application/json",
    "user-agent": userAgent,
    "webhook-id": eventId,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": signWebhook([key], { id: eventId, timestampSeconds, body }),
    "x-request-id": traceId,
  };
}
