import { z } from "zod";
import { type Parsed, parseBody } from "./parse-body.ts";
import { queryTime } from "./query-time.ts";
import { timestamp } from "./timestamp.ts";

/** How far back a replay may begin, in days. */
export const longestReplayDays = 30;

/** The parameters of a replay. */
export interface CreateWebhookReplay {
  /** At most 30 days ago and not in the future, which the verb decides by its clock. */
  readonly since: Date;
}

/** Everything of an endpoint that was not delivered since then goes out again. */
export interface WebhookReplay {
  readonly id: string;
  readonly object: "webhook_replay";
  readonly endpoint_id: string;
  readonly since: string;
  readonly status: "running" | "done";
  /** How many deliveries it has sent again so far. */
  readonly deliveries: number;
  readonly created_at: string;
  readonly ended_at: string | null;
}

/** Reads the body of `POST /v1/webhook_endpoints/{id}/replay`. */
export function parseCreateWebhookReplay(input: unknown): Parsed<CreateWebhookReplay> {
  return parseBody(createWebhookReplay, input);
}

export const createWebhookReplay: z.ZodType<CreateWebhookReplay> = z
  .strictObject({
    since: queryTime.meta({
      description: `From when on, an RFC 3339 time: at most ${longestReplayDays} days ago, not in the future.`,
      examples: ["2026-01-31T08:00:00Z"],
    }),
  })
  .meta({ id: "CreateWebhookReplay", description: "What a replay begins with. Unknown fields are refused." });

export const webhookReplay: z.ZodType<WebhookReplay> = z
  .object({
    id: z.string().max(32).meta({ description: "Begins with rpl_." }),
    object: z.literal("webhook_replay"),
    endpoint_id: z.string().meta({ description: "The endpoint." }),
    since: timestamp.meta({ description: "The events from then until the replay was asked for." }),
    status: z.enum(["running", "done"]).meta({ description: "Whether it goes on." }),
    deliveries: z.int().min(0).meta({ description: "How many deliveries it has sent again so far." }),
    created_at: timestamp.meta({ description: "When it was asked for." }),
    ended_at: timestamp
      .nullable()
      .meta({ description: "When all of it was on its way; null while it runs." }),
  })
  .meta({ id: "WebhookReplay", description: "Everything of an endpoint that was not delivered, once more." });
