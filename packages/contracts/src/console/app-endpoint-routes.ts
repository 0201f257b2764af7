import { z } from "zod";
import type { WebhookEndpoint } from "../api/webhook-endpoint.ts";
import { allEventTypes, endpointFields } from "../api/webhook-endpoint-fields.ts";
import { idOf, page, type Page, seenVersion, shownPreviousUntil, type Versioned } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";
import { appId } from "./merchant-routes.ts";

/** Where an app's events are posted to, as operators see it. */
export interface AppEndpointView extends WebhookEndpoint, Versioned {
  readonly app_id: string;
  readonly disabled_at: string | null;
  /** Until then the secret before the last rotation signs as well; null when none does. */
  readonly previous_secret_until: string | null;
}

export interface AppEndpointSecretView {
  readonly endpoint: AppEndpointView;
  /** `whsec_…`. Shown once. */
  readonly secret: string;
}

const endpointId = idOf("ep");

/** The webhook endpoints of an app; how deliveries to them go is elsewhere. */
export const appEndpointRoutes = {
  "app_endpoints.list": {
    kind: "read",
    access: "webhooks.read",
    input: z.strictObject({ ...page, app_id: appId }),
    answer: answerOf<Page<AppEndpointView>>(),
  },
  /** A URL that must not be called is refused with `url_not_allowed`. */
  "app_endpoints.create": {
    kind: "act",
    access: "webhooks.manage",
    needsStepUp: true,
    input: z.strictObject({
      app_id: appId,
      live: z.boolean(),
      url: endpointFields.url,
      event_types: endpointFields.event_types.default([allEventTypes]),
      description: endpointFields.description.default(null),
      status: endpointFields.status.default("enabled"),
      rate_limit: endpointFields.rate_limit.default(null),
      signatures: endpointFields.signatures.default(["v1"]),
    }),
    subject: "app_id",
    answer: answerOf<AppEndpointSecretView>(),
  },
  /** What is left out stays. */
  "app_endpoints.update": {
    kind: "act",
    access: "webhooks.manage",
    needsStepUp: true,
    input: z.strictObject({
      id: endpointId,
      expected_version: seenVersion,
      url: endpointFields.url.exactOptional(),
      event_types: endpointFields.event_types.exactOptional(),
      description: endpointFields.description.exactOptional(),
      status: endpointFields.status.exactOptional(),
      rate_limit: endpointFields.rate_limit.exactOptional(),
      signatures: endpointFields.signatures.exactOptional(),
    }),
    subject: "id",
    answer: answerOf<AppEndpointView>(),
  },
  /** What waits for it is given up. */
  "app_endpoints.delete": {
    kind: "act",
    access: "webhooks.manage",
    needsStepUp: true,
    input: z.strictObject({ id: endpointId }),
    subject: "id",
    answer: answerOf<null>(),
  },
  /** The secret of now signs as well for 24 h. Refused with `conflict` when it was rotated since it was shown. */
  "app_endpoints.rotate_secret": {
    kind: "act",
    access: "webhooks.manage",
    needsStepUp: true,
    input: z.strictObject({ id: endpointId, previous_secret_until: shownPreviousUntil }),
    subject: "id",
    answer: answerOf<AppEndpointSecretView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
