import type { PaymentEventType } from "@compose-pay/domain";
import { z } from "zod";
import { type Payment, payment } from "../api/payment.ts";
import { timestamp } from "../api/timestamp.ts";
import { paymentEventTypes } from "./event-type.ts";

/**
 * An event as it is sent, and as the event log gives it: byte for byte the same on every attempt
 * (Standard Webhooks). `data` is the object as it stood after the transition.
 */
export interface WebhookBody {
  readonly id: string;
  readonly type: PaymentEventType;
  readonly timestamp: string;
  /** Counts within one payment from 1, so that a receiver can put events in order. */
  readonly sequence: number;
  readonly data: Payment;
}

export const webhookBody: z.ZodType<WebhookBody> = z
  .object({
    id: z
      .string()
      .meta({ description: "Begins with evt_. The webhook-id header, the same on every attempt." }),
    type: z.enum(paymentEventTypes).meta({ description: "What has happened to the payment." }),
    timestamp: timestamp.meta({ description: "When it happened." }),
    sequence: z.int().min(1).meta({ description: "Counts the events of one payment, from 1." }),
    data: payment,
  })
  .meta({ id: "Event", description: "A fact about a payment, as sent to webhooks." });
