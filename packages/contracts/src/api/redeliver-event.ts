import { z } from "zod";
import { type Parsed, parseBody } from "./parse-body.ts";

/** The parameters of a redelivery. */
export interface RedeliverEvent {
  /** Null for every place that the event goes to. */
  readonly endpoint_id: string | null;
}

/** Reads the body of `POST /v1/events/{id}/redeliver`, which may be absent. */
export function parseRedeliverEvent(input: unknown): Parsed<RedeliverEvent> {
  return parseBody(redeliverEvent, input ?? {});
}

export const redeliverEvent: z.ZodType<RedeliverEvent> = z
  .strictObject({
    endpoint_id: z
      .string()
      .regex(/^[\x21-\x7e]{1,64}$/, "must be the id of a webhook endpoint")
      .nullable()
      .default(null)
      .meta({
        description: "The one endpoint that it goes to, whatever its event_types; all places without it.",
        examples: ["ep_01jk2m6a7b8c9d0e1f2g3h4j5k"],
      }),
  })
  .meta({ id: "RedeliverEvent", description: "Where an event goes again. Unknown fields are refused." });
