import { z } from "zod";
import { timestamp } from "./timestamp.ts";

/** What an attempt was made for. */
const deliveryTriggers = ["schedule", "manual", "replay", "test"] as const;
export type DeliveryTrigger = (typeof deliveryTriggers)[number];

/** One POST to a merchant and what came back. */
export interface DeliveryAttempt {
  readonly id: string;
  readonly object: "delivery_attempt";
  readonly delivery_id: string;
  readonly event_id: string;
  /** Counts the attempts of its delivery from 1. */
  readonly number: number;
  readonly trigger: DeliveryTrigger;
  readonly started_at: string;
  /** The HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly ms: number;
  /** The resolved address; null when it came to no connection. */
  readonly address: string | null;
  /** The first KiB of the answer's body; null also in all but the newest attempt of a delivery. */
  readonly response: string | null;
  /** The class of what went wrong; null for a success. */
  readonly error: string | null;
}

export const deliveryAttempt: z.ZodType<DeliveryAttempt> = z
  .object({
    id: z.string().max(32).meta({ description: "Begins with dat_." }),
    object: z.literal("delivery_attempt"),
    delivery_id: z.string().meta({ description: "The delivery that it belongs to." }),
    event_id: z.string().meta({ description: "The event that was sent: the webhook-id." }),
    number: z.int().min(1).meta({ description: "Counts the attempts of the delivery, from 1." }),
    trigger: z.enum(deliveryTriggers).meta({
      description:
        "schedule: the event or a retry. manual: it was asked for again. replay: a replay. test: a test event.",
    }),
    started_at: timestamp.meta({ description: "When it was begun." }),
    status: z.int().nullable().meta({ description: "The HTTP status; null when no answer came." }),
    ms: z.int().min(0).meta({ description: "How long it took, in milliseconds." }),
    address: z
      .string()
      .nullable()
      .meta({ description: "The resolved address that it went to; null when it came to no connection." }),
    response: z.string().nullable().meta({
      description:
        "The first KiB of the answer's body; null when no answer came, and in all but the newest attempt of a delivery.",
    }),
    error: z.string().nullable().meta({
      description: "What went wrong, such as connect_timeout, tls or status_500; null for a success.",
    }),
  })
  .meta({ id: "DeliveryAttempt", description: "One POST to an endpoint and what came back." });
