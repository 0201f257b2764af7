import { z } from "zod";
import { type Payment, payment } from "../api/payment.ts";
import { type Refund, refund } from "../api/refund.ts";
import { timestamp } from "../api/timestamp.ts";
import { type WebhookEndpoint, webhookEndpoint } from "../api/webhook-endpoint.ts";
import { paymentEventTypes, refundEventTypes } from "./event-type.ts";

/**
 * An event as it is sent, and as the event log gives it: byte for byte the same on every attempt
 * (Standard Webhooks). `data` is the object as it stood after the transition.
 */
export type WebhookBody = PaymentEvent | RefundEvent | WebhookTestEvent | EndpointDisabledEvent;

export interface PaymentEvent extends EventFrame {
  readonly type: (typeof paymentEventTypes)[number];
  readonly data: Payment;
}

export interface RefundEvent extends EventFrame {
  readonly type: (typeof refundEventTypes)[number];
  readonly data: Refund;
}

/** Goes to the one endpoint that is tried. */
export interface WebhookTestEvent extends EventFrame {
  readonly type: "webhook.test";
  readonly data: WebhookTest;
}

/** Goes to the app's other endpoints of the same mode. */
export interface EndpointDisabledEvent extends EventFrame {
  readonly type: "webhook.endpoint_disabled";
  readonly data: WebhookEndpoint;
}

/** What a test event tells. */
export interface WebhookTest {
  readonly object: "webhook_test";
  readonly endpoint_id: string;
  readonly live: boolean;
}

interface EventFrame {
  readonly id: string;
  readonly timestamp: string;
  /** Counts within one payment from 1, its refunds included, so that a receiver can put events in order. */
  readonly sequence: number;
}

const frame = {
  id: z.string().meta({ description: "Begins with evt_. The webhook-id header, the same on every attempt." }),
  timestamp: timestamp.meta({ description: "When it happened." }),
  sequence: z.int().min(1).meta({
    description: "Counts the events of one payment and its refunds, from 1; 1 for those of an endpoint.",
  }),
};

export const paymentEvent: z.ZodType<PaymentEvent> = z
  .object({
    ...frame,
    type: z.enum(paymentEventTypes).meta({ description: "What has happened to the payment." }),
    data: payment,
  })
  .meta({ id: "PaymentEvent", description: "A fact about a payment, as sent to webhooks." });

export const refundEvent: z.ZodType<RefundEvent> = z
  .object({
    ...frame,
    type: z.enum(refundEventTypes).meta({ description: "What has happened to the refund." }),
    data: refund,
  })
  .meta({ id: "RefundEvent", description: "A fact about a refund, as sent to webhooks." });

const webhookTest: z.ZodType<WebhookTest> = z
  .object({
    object: z.literal("webhook_test"),
    endpoint_id: z.string().meta({ description: "The endpoint that is tried." }),
    live: z.boolean().meta({ description: "Whether it is one for live payments." }),
  })
  .meta({ id: "WebhookTest", description: "What a test tells: nothing has happened." });

export const webhookTestEvent: z.ZodType<WebhookTestEvent> = z
  .object({ ...frame, type: z.literal("webhook.test"), data: webhookTest })
  .meta({ id: "WebhookTestEvent", description: "A trial of one endpoint, made by its test call." });

export const endpointDisabledEvent: z.ZodType<EndpointDisabledEvent> = z
  .object({ ...frame, type: z.literal("webhook.endpoint_disabled"), data: webhookEndpoint })
  .meta({ id: "EndpointDisabledEvent", description: "An endpoint was disabled because of its answers." });

export const webhookBody: z.ZodType<WebhookBody> = z
  .union([paymentEvent, refundEvent, webhookTestEvent, endpointDisabledEvent])
  .meta({ id: "Event", description: "A fact for the merchant, as sent to webhooks." });
