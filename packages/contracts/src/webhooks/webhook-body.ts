import { z } from "zod";
import { type Payment, payment } from "../api/payment.ts";
import { type Refund, refund } from "../api/refund.ts";
import { timestamp } from "../api/timestamp.ts";
import { paymentEventTypes, refundEventTypes } from "./event-type.ts";

/**
 * An event as it is sent, and as the event log gives it: byte for byte the same on every attempt
 * (Standard Webhooks). `data` is the object as it stood after the transition.
 */
export type WebhookBody = PaymentEvent | RefundEvent;

export interface PaymentEvent extends EventFrame {
  readonly type: (typeof paymentEventTypes)[number];
  readonly data: Payment;
}

export interface RefundEvent extends EventFrame {
  readonly type: (typeof refundEventTypes)[number];
  readonly data: Refund;
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
    description: "Counts the events of one payment and its refunds, from 1.",
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

export const webhookBody: z.ZodType<WebhookBody> = z
  .union([paymentEvent, refundEvent])
  .meta({ id: "Event", description: "A fact about a payment or a refund, as sent to webhooks." });
