import type { CreateWebhookEndpoint } from "@compose-pay/contracts";
import {
  countEndpointsLocked,
  type EndpointOwner,
  insertWebhookEndpoint,
  inTransaction,
  type WebhookEndpointRow,
} from "@compose-pay/database";
import type { UrlGuard, UrlRefusal } from "@compose-pay/webhooks";
import { newSealedKeyPair, newSealedSecret } from "./sealed-endpoint-keys.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";
import { type WebhookEndpointView, webhookEndpointView } from "./webhook-endpoint-view.ts";

/** What the verbs that save an endpoint's URL stand on. */
export interface EndpointDependencies extends SetUpDependencies {
  readonly urlGuard: Pick<UrlGuard, "check">;
}

export interface WebhookEndpointRequest extends EndpointOwner {
  readonly parameters: CreateWebhookEndpoint;
}

export type WebhookEndpointCreated =
  /** `secret`: readable in this answer and nowhere afterwards. */
  | { readonly kind: "created"; readonly endpoint: WebhookEndpointView; readonly secret: string }
  | { readonly kind: "app_unknown"; readonly appId: string }
  | { readonly kind: "url_refused"; readonly refusal: UrlRefusal }
  /** The app has as many in this mode as it may. */
  | { readonly kind: "too_many"; readonly most: number };

/** Most endpoints of one app in one mode: each event may go to all of them. */
export const mostEndpointsPerMode = 50;

/** Creates an endpoint for the events of live or of test payments. */
export async function createWebhookEndpoint(
  deps: EndpointDependencies,
  request: WebhookEndpointRequest,
): Promise<WebhookEndpointCreated> {
  const { appId, live, parameters } = request;
  const verdict = await deps.urlGuard.check(parameters.url, { live });
  if (verdict.kind === "refused") return { kind: "url_refused", refusal: verdict.refusal };
  const { row, secret } = newEndpoint(deps, request);
  return inTransaction(deps.database, async (transaction) => {
    const there = await countEndpointsLocked(transaction, { appId, live }, mostEndpointsPerMode);
    if (there === null) return { kind: "app_unknown", appId };
    if (there >= mostEndpointsPerMode) return { kind: "too_many", most: mostEndpointsPerMode };
    await insertWebhookEndpoint(transaction, row);
    return { kind: "created", endpoint: webhookEndpointView(row), secret };
  });
}

function newEndpoint(
  { clock, newId, secretBox }: EndpointDependencies,
  { appId, live, parameters }: WebhookEndpointRequest,
) {
  const createdAt = clock.now();
  const id = newId("ep", createdAt);
  const { url, event_types: eventTypes, description, status, signatures } = parameters;
  const { secret, sealed } = newSealedSecret(secretBox, id);
  const isDisabled = status === "disabled";
  const row: WebhookEndpointRow = {
    id,
    appId,
    url,
    eventTypes,
    description,
    status,
    disabledReason: isDisabled ? "asked" : null,
    disabledAt: isDisabled ? createdAt : null,
    live,
    rateLimit: parameters.rate_limit,
    secret: sealed,
    previousSecret: null,
    ...(signatures.includes("v1a") ? newSealedKeyPair(secretBox, id) : { signingKey: null, publicKey: null }),
    previousSigningKey: null,
    previousUntil: null,
    createdAt,
  };
  return { row, secret };
}
