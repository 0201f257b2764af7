import { z } from "zod";
import { eventTypes } from "../webhooks/event-type.ts";
import { text } from "./text.ts";
import { webhookUrl } from "./webhook-url.ts";

/** Who gets every event: an endpoint with this instead of types. */
export const allEventTypes = "*";

/** `v1` is HMAC-SHA256 by the endpoint's secret, `v1a` Ed25519 besides (Standard Webhooks). */
const signatureVersions = ["v1", "v1a"] as const;
export type SignatureVersion = (typeof signatureVersions)[number];

const endpointStatuses = ["enabled", "disabled"] as const;
export type EndpointStatus = (typeof endpointStatuses)[number];

/** In deliveries a second. */
export const endpointRateLimit = { min: 1, max: 1_000 } as const;

const typesRule = `must be ["${allEventTypes}"] or a list of types of events, each once`;
const signaturesRule = 'must be ["v1"] or ["v1", "v1a"]';
const rateRule = `must be an integer from ${endpointRateLimit.min} to ${endpointRateLimit.max}, or null`;

const eventTypeOrAll = z.enum([allEventTypes, ...eventTypes]).meta({
  id: "SubscribedEventType",
  description: "A type of event, or * for all, those that are added later included.",
});

const signatureVersion = z.enum(signatureVersions).meta({
  id: "SignatureVersion",
  description: "v1: HMAC-SHA256 by the endpoint's secret. v1a: Ed25519 besides, verified by public_key.",
});

export const endpointStatus = z.enum(endpointStatuses).meta({
  id: "WebhookEndpointStatus",
  description: "Deliveries to a disabled endpoint wait; they go out when it is enabled again.",
});

/** What a merchant may say of an endpoint, each field by itself and without a default. */
export const endpointFields = {
  url: webhookUrl.meta({
    description:
      "Where events are posted to; https for a live key. Addresses that are not public are refused with " +
      "`url_not_allowed`.",
    examples: ["https://shop.example/payments/events"],
  }),
  event_types: z
    .array(eventTypeOrAll)
    .min(1, typesRule)
    .refine(areTypes, typesRule)
    .readonly()
    .meta({ description: 'What is sent there: ["*"] for all, or a list of types.', uniqueItems: true }),
  description: text({ min: 0, max: 256, isPlain: true })
    .nullable()
    .meta({ description: "A note for people, in characters.", examples: ["Orders of the web shop"] }),
  status: endpointStatus,
  rate_limit: z
    .int(rateRule)
    .min(endpointRateLimit.min, rateRule)
    .max(endpointRateLimit.max, rateRule)
    .nullable()
    .meta({ description: "Most deliveries in a second; null for as many as there are." }),
  signatures: z
    .array(signatureVersion)
    .refine(areSignatures, signaturesRule)
    .readonly()
    .meta({
      description: "How deliveries are signed: v1 always, v1a besides where it is asked for.",
      uniqueItems: true,
      contains: { const: "v1" },
      examples: [["v1"]],
    }),
} as const;

function areTypes(types: readonly string[]): boolean {
  return areDistinct(types) && (types.length === 1 || !types.includes(allEventTypes));
}

function areSignatures(versions: readonly string[]): boolean {
  return areDistinct(versions) && versions.includes("v1");
}

function areDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
