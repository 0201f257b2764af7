import { z } from "zod";
import type { ZodOpenApiPathItemObject } from "zod-openapi";
import { paymentEventTypes, refundEventTypes } from "../webhooks/event-type.ts";
import {
  endpointDisabledEvent,
  paymentEvent,
  refundEvent,
  type WebhookBody,
  webhookTestEvent,
} from "../webhooks/webhook-body.ts";
import { endpointDisabledExample, testEventExample } from "./endpoint-examples.ts";
import { withoutKey } from "./operation-parts.ts";
import { eventExample, refundEventExample } from "./examples.ts";

const meanings: Readonly<Record<WebhookBody["type"], string>> = {
  "payment.succeeded": "The customer has paid",
  "payment.closed": "The payment can no longer be paid",
  "payment.failed": "The channel has refused the payment",
  "payment.late_succeeded": "The payment was closed or failed, and was paid after all",
  "payment.duplicate_refunded": "A second successful attempt of the payment was refunded",
  "refund.succeeded": "The money of a refund is back with the customer",
  "refund.failed": "The channel will not refund; the payment's balance has the money again",
  "webhook.test": "An endpoint is tried by its test call",
  "webhook.endpoint_disabled":
    "Another endpoint of the app was disabled: it answered 410 or only failed for days",
};

const webhookHeaders = z.object({
  "webhook-id": z.string().meta({ description: "The event's id, the same on every attempt." }),
  "webhook-timestamp": z.string().meta({ description: "When this attempt was made, in Unix seconds." }),
  "webhook-signature": z.string().meta({
    description:
      "`v1,` and the base64 HMAC-SHA256 of `webhook-id.webhook-timestamp.body`; " +
      "several, separated by blanks, while a secret is rotated; besides `v1a,` and the base64 Ed25519 signature of " +
      "the same where the endpoint asks for it.",
  }),
});

interface Media {
  readonly schema: z.ZodType;
  readonly example: WebhookBody;
}

const paymentMedia: Media = { schema: paymentEvent, example: eventExample };
const refundMedia: Media = { schema: refundEvent, example: refundEventExample };
const testMedia: Media = { schema: webhookTestEvent, example: testEventExample };
const disabledMedia: Media = { schema: endpointDisabledEvent, example: endpointDisabledExample };

/** What is posted to the merchant's endpoints (Standard Webhooks), one entry per type of event. */
export const webhooks: Record<string, ZodOpenApiPathItemObject> = Object.fromEntries([
  ...paymentEventTypes.map((type) => [type, { post: webhook(type, paymentMedia) }] as const),
  ...refundEventTypes.map((type) => [type, { post: webhook(type, refundMedia) }] as const),
  ["webhook.test", { post: webhook("webhook.test", testMedia) }],
  ["webhook.endpoint_disabled", { post: webhook("webhook.endpoint_disabled", disabledMedia) }],
]);

function webhook(type: WebhookBody["type"], media: Media) {
  const isTest = type === "webhook.test";
  return {
    operationId: `on_${type.replace(".", "_")}`,
    summary: meanings[type],
    description: isTest
      ? "Sent once, to the endpoint that is tried and whatever its event_types. Redirects are not followed."
      : "Sent at least once, byte for byte the same each time. No answer within 10 s or none of 2xx: tried " +
        "again for about 24 hours. Redirects are not followed.",
    tags: ["Webhooks"],
    ...withoutKey,
    requestParams: { header: webhookHeaders },
    requestBody: {
      required: true,
      content: { "application/json": { schema: media.schema, example: { ...media.example, type } } },
    },
    responses: {
      "2XX": { description: "Received." },
      "410": { description: "The endpoint is gone: it is disabled." },
      "429": { description: "Later: a Retry-After is kept to." },
      "503": { description: "Later: a Retry-After is kept to." },
    },
  };
}
