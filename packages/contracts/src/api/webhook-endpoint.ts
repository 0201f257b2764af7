import { z } from "zod";
import { timestamp } from "./timestamp.ts";
import { endpointFields, type EndpointStatus, type SignatureVersion } from "./webhook-endpoint-fields.ts";

/** Why an endpoint is disabled: it was asked for, it answered 410, or it has only failed for days. */
const disabledReasons = ["asked", "gone", "failing"] as const;

/** Where events are posted to, as merchants read it. Its secret is in no answer but those that made it. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly object: "webhook_endpoint";
  readonly url: string;
  readonly event_types: readonly string[];
  readonly description: string | null;
  readonly status: EndpointStatus;
  /** Null while it is enabled. */
  readonly disabled_reason: (typeof disabledReasons)[number] | null;
  /** In deliveries a second. */
  readonly rate_limit: number | null;
  readonly signatures: readonly SignatureVersion[];
  /** `whpk_…`, null without `v1a`. */
  readonly public_key: string | null;
  /** Whether it gets the events of live payments, or those of test payments. */
  readonly live: boolean;
  readonly created_at: string;
}

/** The answer to a create. */
export interface NewWebhookEndpoint extends WebhookEndpoint {
  /** `whsec_…`, shown this once. */
  readonly secret: string;
}

/** The answer to a rotation. */
export interface RotatedWebhookEndpoint extends NewWebhookEndpoint {
  readonly previous_secret_expires_at: string;
}

export interface DeletedWebhookEndpoint {
  readonly id: string;
  readonly object: "webhook_endpoint";
  readonly deleted: true;
}

const endpointId = z.string().max(32).meta({ description: "Begins with ep_." });

const shape = {
  id: endpointId,
  object: z.literal("webhook_endpoint"),
  url: endpointFields.url.meta({ description: "Where events are posted to." }),
  event_types: z
    .array(z.string())
    .readonly()
    .meta({ description: 'What is sent there: ["*"] for all, or a list of types.' }),
  description: endpointFields.description,
  status: endpointFields.status,
  disabled_reason: z.enum(disabledReasons).nullable().meta({
    description:
      "Null while it is enabled. asked: by a call. gone: it answered 410. failing: it has only failed for 5 days.",
  }),
  rate_limit: endpointFields.rate_limit,
  signatures: endpointFields.signatures,
  public_key: z.string().nullable().meta({
    description: "whpk_ and base64, by which v1a signatures are verified; null without v1a.",
  }),
  live: z.boolean().meta({
    description: "Whether it gets the events of live payments, or those of test payments; as its key was.",
  }),
  created_at: timestamp.meta({ description: "When it was created." }),
};

const secret = z.string().meta({ description: "whsec_ and base64. Shown this once." });

export const webhookEndpoint: z.ZodType<WebhookEndpoint> = z
  .object(shape)
  .meta({ id: "WebhookEndpoint", description: "Where events of the app are posted to." });

export const newWebhookEndpoint: z.ZodType<NewWebhookEndpoint> = z
  .object({ ...shape, secret })
  .meta({ id: "NewWebhookEndpoint", description: "A new endpoint with its secret." });

export const rotatedWebhookEndpoint: z.ZodType<RotatedWebhookEndpoint> = z
  .object({
    ...shape,
    secret,
    previous_secret_expires_at: timestamp.meta({
      description: "Until then the secret before, and the key before, sign as well.",
    }),
  })
  .meta({ id: "RotatedWebhookEndpoint", description: "The endpoint with its new secret." });

export const deletedWebhookEndpoint: z.ZodType<DeletedWebhookEndpoint> = z
  .object({ id: endpointId, object: z.literal("webhook_endpoint"), deleted: z.literal(true) })
  .meta({ id: "DeletedWebhookEndpoint", description: "What is left of a deleted endpoint." });
