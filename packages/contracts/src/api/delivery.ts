import { z } from "zod";
import { type DeliveryAttempt, deliveryAttempt } from "./delivery-attempt.ts";
import { timestamp } from "./timestamp.ts";

export const deliveryStatuses = ["pending", "retrying", "succeeded", "exhausted", "paused"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Most attempts that a delivery shows: the last ones, and of the newest of them alone what was answered. */
export const mostShownAttempts = 5;

/** One event to one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly object: "delivery";
  readonly event_id: string;
  readonly event_type: string;
  /** `notify_url` and `refund_notify_url` for the own addresses of a payment and a refund. */
  readonly endpoint_id: string;
  readonly status: DeliveryStatus;
  readonly attempts_made: number;
  /** Null when no attempt is to come, or none while it is paused. */
  readonly next_attempt_at: string | null;
  readonly created_at: string;
  readonly ended_at: string | null;
  /** The newest last. */
  readonly attempts: readonly DeliveryAttempt[];
}

/** The delivery of a test event while it waits: its id is null until a worker has made it. */
export interface AwaitedDelivery extends Omit<Delivery, "id"> {
  readonly id: string | null;
}

export const deliveryStatus = z.enum(deliveryStatuses).meta({
  id: "DeliveryStatus",
  description:
    "pending: not attempted yet. retrying: attempted, and it will be again. succeeded: answered 2xx. " +
    "exhausted: no attempt is left. paused: it waits until its endpoint is enabled.",
});

const id = z.string().max(32).meta({ description: "Begins with dlv_." });

const shape = {
  id,
  object: z.literal("delivery"),
  event_id: z.string().meta({ description: "The event: the webhook-id of every attempt." }),
  event_type: z.string().meta({ description: "The event's type." }),
  endpoint_id: z.string().meta({
    description:
      "The endpoint; notify_url and refund_notify_url for the own addresses of a payment and a refund.",
  }),
  status: deliveryStatus,
  attempts_made: z.int().min(0).meta({ description: "Attempts so far." }),
  next_attempt_at: timestamp.nullable().meta({
    description: "When it is attempted next; null when it has ended or is paused.",
  }),
  created_at: timestamp.meta({ description: "When it was made." }),
  ended_at: timestamp.nullable().meta({ description: "When it succeeded or was given up." }),
  attempts: z
    .array(deliveryAttempt)
    .readonly()
    .meta({
      description: `The last ${mostShownAttempts} attempts, the newest last; \`response\` is shown of the newest alone.`,
    }),
};

export const delivery: z.ZodType<Delivery> = z
  .object(shape)
  .meta({ id: "Delivery", description: "One event to one endpoint, and what has become of it." });

export const awaitedDelivery: z.ZodType<AwaitedDelivery> = z
  .object({
    ...shape,
    id: id.nullable().meta({ description: "Begins with dlv_; null until a worker has made it." }),
  })
  .meta({ id: "AwaitedDelivery", description: "The delivery of a test event that was not attempted yet." });
