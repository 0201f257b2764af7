import { z } from "zod";
import { type Parsed, parseBody } from "./parse-body.ts";
import {
  allEventTypes,
  endpointFields,
  type EndpointStatus,
  type SignatureVersion,
} from "./webhook-endpoint-fields.ts";

/** The parameters of a new endpoint, checked, with every default in its place. */
export interface CreateWebhookEndpoint {
  readonly url: string;
  /** Types of events, or `*` alone for all. */
  readonly event_types: readonly string[];
  readonly description: string | null;
  readonly status: EndpointStatus;
  /** In deliveries a second; null for as many as there are. */
  readonly rate_limit: number | null;
  readonly signatures: readonly SignatureVersion[];
}

/** Reads the body of `POST /v1/webhook_endpoints`. */
export function parseCreateWebhookEndpoint(input: unknown): Parsed<CreateWebhookEndpoint> {
  return parseBody(createWebhookEndpoint, input);
}

export const createWebhookEndpoint: z.ZodType<CreateWebhookEndpoint> = z
  .strictObject({
    url: endpointFields.url,
    event_types: endpointFields.event_types.default([allEventTypes]),
    description: endpointFields.description.default(null),
    status: endpointFields.status.default("enabled"),
    rate_limit: endpointFields.rate_limit.default(null),
    signatures: endpointFields.signatures.default(["v1"]),
  })
  .meta({
    id: "CreateWebhookEndpoint",
    description: "The parameters of a new endpoint. Unknown fields are refused.",
  });
