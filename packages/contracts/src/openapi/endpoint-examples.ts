import type { AwaitedDelivery, Delivery } from "../api/delivery.ts";
import type { DeliveryAttempt } from "../api/delivery-attempt.ts";
import type { CreateWebhookEndpoint } from "../api/create-webhook-endpoint.ts";
import type { NewWebhookEndpoint, RotatedWebhookEndpoint, WebhookEndpoint } from "../api/webhook-endpoint.ts";
import type { WebhookReplay } from "../api/webhook-replay.ts";
import type { EndpointDisabledEvent, WebhookTestEvent } from "../webhooks/webhook-body.ts";
import { eventExample } from "./examples.ts";

export const endpointExample: WebhookEndpoint = {
  id: "ep_01jk2m6a7b8c9d0e1f2g3h4j5k",
  object: "webhook_endpoint",
  url: "https://shop.example/payments/events",
  event_types: ["payment.succeeded", "refund.succeeded"],
  description: "Orders of the web shop",
  status: "enabled",
  disabled_reason: null,
  rate_limit: 50,
  signatures: ["v1"],
  public_key: null,
  live: false,
  created_at: "2026-01-31T07:00:00.000Z",
};

/** What a merchant sends for an endpoint of some types. */
export const createEndpointExample = {
  url: endpointExample.url,
  event_types: ["payment.succeeded", "refund.succeeded"],
  description: "Orders of the web shop",
  rate_limit: 50,
} as const satisfies Partial<CreateWebhookEndpoint>;

export const newEndpointExample: NewWebhookEndpoint = {
  ...endpointExample,
  secret: "whsec_7WvX1zJ3mQ0r8T5yKp2LhN4cB6dF9gS1aE3uI5oVw8E=",
};

export const rotatedEndpointExample: RotatedWebhookEndpoint = {
  ...newEndpointExample,
  secret: "whsec_mB5xT0qYw3HsLk8RzV1dCf7NjP2uGe9aXoI4hK6tQnE=",
  previous_secret_expires_at: "2026-02-01T08:00:00.000Z",
};

const disabledEndpointExample: WebhookEndpoint = {
  ...endpointExample,
  status: "disabled",
  disabled_reason: "failing",
};

const failedAttemptExample: DeliveryAttempt = {
  id: "dat_01jk2m4z6b7c8d9e0f1g2h3j4k",
  object: "delivery_attempt",
  delivery_id: "dlv_01jk2m4z5q6r7s8t9v0w1x2y3z",
  event_id: eventExample.id,
  number: 1,
  trigger: "schedule",
  started_at: "2026-01-31T08:00:43.200Z",
  status: 500,
  ms: 38,
  address: "203.0.113.7",
  response: "database is away",
  error: "status_500",
};

export const testAttemptExample: DeliveryAttempt = {
  ...failedAttemptExample,
  id: "dat_01jk2m7b8c9d0e1f2g3h4j5k6m",
  delivery_id: "dlv_01jk2m7b7q8r9s0t1v2w3x4y5z",
  event_id: "evt_01jk2m7a6b7c8d9e0f1g2h3j4k",
  trigger: "test",
  status: 204,
  response: "",
  error: null,
};

export const deliveryExample: Delivery = {
  id: failedAttemptExample.delivery_id,
  object: "delivery",
  event_id: eventExample.id,
  event_type: eventExample.type,
  endpoint_id: endpointExample.id,
  status: "retrying",
  attempts_made: 1,
  next_attempt_at: "2026-01-31T08:00:58.240Z",
  created_at: "2026-01-31T08:00:43.150Z",
  ended_at: null,
  attempts: [failedAttemptExample],
};

export const redeliveredExample: Delivery = {
  ...deliveryExample,
  next_attempt_at: "2026-01-31T09:30:00.000Z",
};

export const awaitedDeliveryExample: AwaitedDelivery = {
  ...deliveryExample,
  id: testAttemptExample.delivery_id,
  event_id: testAttemptExample.event_id,
  event_type: "webhook.test",
  status: "pending",
  attempts_made: 0,
  attempts: [],
};

export const replayExample: WebhookReplay = {
  id: "rpl_01jk2m8c9d0e1f2g3h4j5k6m7n",
  object: "webhook_replay",
  endpoint_id: endpointExample.id,
  since: "2026-01-31T08:00:00.000Z",
  status: "running",
  deliveries: 0,
  created_at: "2026-01-31T09:30:00.000Z",
  ended_at: null,
};

export const testEventExample: WebhookTestEvent = {
  id: testAttemptExample.event_id,
  type: "webhook.test",
  timestamp: "2026-01-31T09:00:00.000Z",
  sequence: 1,
  data: { object: "webhook_test", endpoint_id: endpointExample.id, live: false },
};

export const endpointDisabledExample: EndpointDisabledEvent = {
  id: "evt_01jk2m9d0e1f2g3h4j5k6m7n8p",
  type: "webhook.endpoint_disabled",
  timestamp: "2026-02-05T08:00:00.000Z",
  sequence: 1,
  data: disabledEndpointExample,
};
