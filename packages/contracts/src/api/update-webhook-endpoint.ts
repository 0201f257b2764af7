import { z } from "zod";
import { type Parsed, parseBody } from "./parse-body.ts";
import { endpointFields, type EndpointStatus, type SignatureVersion } from "./webhook-endpoint-fields.ts";

/** What changes of an endpoint; what is absent stays. */
export interface UpdateWebhookEndpoint {
  readonly url?: string;
  readonly event_types?: readonly string[];
  /** Null takes it away. */
  readonly description?: string | null;
  readonly status?: EndpointStatus;
  /** Null takes it away. */
  readonly rate_limit?: number | null;
  readonly signatures?: readonly SignatureVersion[];
}

/** Reads the body of `PATCH /v1/webhook_endpoints/{id}`. */
export function parseUpdateWebhookEndpoint(input: unknown): Parsed<UpdateWebhookEndpoint> {
  return parseBody(updateWebhookEndpoint, input);
}

export const updateWebhookEndpoint: z.ZodType<UpdateWebhookEndpoint> = z
  .strictObject({
    url: endpointFields.url.exactOptional(),
    event_types: endpointFields.event_types.exactOptional(),
    description: endpointFields.description.exactOptional(),
    status: endpointFields.status.exactOptional(),
    rate_limit: endpointFields.rate_limit.exactOptional(),
    signatures: endpointFields.signatures.exactOptional(),
  })
  .meta({
    id: "UpdateWebhookEndpoint",
    description:
      "What changes; what is left out stays. Null takes description and rate_limit away. Unknown fields are refused.",
  });
