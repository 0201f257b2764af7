import { findApp, insertWebhookEndpoint, type NewWebhookEndpoint, sealedIn } from "@compose-pay/database";
import { newWebhookSecret } from "@compose-pay/webhooks";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export interface WebhookEndpointInput {
  readonly appId: string;
  /** http or https, at most 256 characters, without user information. */
  readonly url: string;
  /** Types of events, or `*` alone for all. */
  readonly eventTypes: readonly string[];
  readonly description: string | null;
}

/** What may be shown of an endpoint: all but its sealed secret. */
export type WebhookEndpoint = Omit<NewWebhookEndpoint, "secret">;

export type WebhookEndpointCreated =
  | { readonly kind: "created"; readonly endpoint: WebhookEndpoint; readonly secret: string }
  | { readonly kind: "app_unknown"; readonly appId: string };

/** Creates an enabled endpoint. Its secret is in this answer and readable nowhere afterwards. */
export async function createWebhookEndpoint(
  deps: SetUpDependencies,
  input: WebhookEndpointInput,
): Promise<WebhookEndpointCreated> {
  const { connection } = deps.database;
  if ((await findApp(connection, input.appId)) === null) {
    return { kind: "app_unknown", appId: input.appId };
  }
  const createdAt = deps.clock.now();
  const endpoint: WebhookEndpoint = {
    id: deps.newId("ep", createdAt),
    ...input,
    status: "enabled",
    createdAt,
  };
  const secret = newWebhookSecret();
  const sealed = deps.secretBox.seal(secret, sealedIn("webhook_endpoints.secret", endpoint.id));
  await insertWebhookEndpoint(connection, { ...endpoint, secret: sealed });
  return { kind: "created", endpoint, secret };
}
