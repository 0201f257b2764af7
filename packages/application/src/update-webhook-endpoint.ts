import type { UpdateWebhookEndpoint } from "@compose-pay/contracts";
import {
  type EndpointChange,
  type EndpointRef,
  findWebhookEndpoint,
  inTransaction,
  lockWebhookEndpoint,
  resetTarget,
  saveEndpointChange,
  type WebhookEndpointRow,
} from "@compose-pay/database";
import type { UrlRefusal } from "@compose-pay/webhooks";
import { holdAgainst, type SeenVersion, versionOf } from "./changed-meanwhile.ts";
import type { EndpointDependencies } from "./create-webhook-endpoint.ts";
import { newSealedKeyPair } from "./sealed-endpoint-keys.ts";
import { type WebhookEndpointView, webhookEndpointView } from "./webhook-endpoint-view.ts";

export function endpointVersion(row: WebhookEndpointView): string {
  const { id, url, eventTypes, description, status, rateLimit, publicKey } = row;
  return versionOf({ id, url, eventTypes, description, status, rateLimit, publicKey });
}

export type WebhookEndpointUpdated =
  | { readonly kind: "updated"; readonly endpoint: WebhookEndpointView }
  | { readonly kind: "not_found" }
  | { readonly kind: "url_refused"; readonly refusal: UrlRefusal };

/**
 * Changes an endpoint. One that is enabled again, or moved to another URL, begins anew: its circuit is closed, its
 * failures are forgotten, and what waits for it is looked at now.
 *
 * @throws ChangedMeanwhile
 */
export async function updateWebhookEndpoint(
  deps: Omit<EndpointDependencies, "newId">,
  ref: EndpointRef,
  { expectedVersion, ...change }: UpdateWebhookEndpoint & SeenVersion,
): Promise<WebhookEndpointUpdated> {
  const known = await findWebhookEndpoint(deps.database.connection, ref);
  if (known === null) return { kind: "not_found" };
  if (change.url !== undefined && change.url !== known.url) {
    const verdict = await deps.urlGuard.check(change.url, { live: known.live });
    if (verdict.kind === "refused") return { kind: "url_refused", refusal: verdict.refusal };
  }
  return inTransaction(deps.database, async (transaction) => {
    const row = await lockWebhookEndpoint(transaction, ref);
    if (row === null) return { kind: "not_found" };
    const version = endpointVersion(webhookEndpointView(row));
    holdAgainst({ expectedVersion }, { subject: row.id, version });
    const at = deps.clock.now();
    const set = { ...fieldsOf(change), ...statusOf(row, change, at), ...keysOf(deps, row, change) };
    await saveEndpointChange(transaction, row.id, set);
    if (beginsAnew(row, change)) await resetTarget(transaction, row.id, at);
    return { kind: "updated", endpoint: webhookEndpointView({ ...row, ...set }) };
  });
}

function fieldsOf({ url, event_types, description, rate_limit }: UpdateWebhookEndpoint): EndpointChange {
  return {
    ...(url !== undefined && { url }),
    ...(event_types !== undefined && { eventTypes: event_types }),
    ...(description !== undefined && { description }),
    ...(rate_limit !== undefined && { rateLimit: rate_limit }),
  };
}

/** Why an endpoint is disabled stays true when it is disabled once more. */
function statusOf(row: WebhookEndpointRow, { status }: UpdateWebhookEndpoint, at: Date): EndpointChange {
  if (status === undefined || status === row.status) return {};
  return status === "enabled"
    ? { status, disabledReason: null, disabledAt: null }
    : { status, disabledReason: "asked", disabledAt: at };
}

/** A key pair is made when `v1a` is asked for, and gone when it is not any more. */
function keysOf(
  { secretBox }: Pick<EndpointDependencies, "secretBox">,
  row: WebhookEndpointRow,
  { signatures }: UpdateWebhookEndpoint,
): EndpointChange {
  const wantsKeys = signatures?.includes("v1a");
  if (wantsKeys === undefined || wantsKeys === (row.signingKey !== null)) return {};
  return wantsKeys
    ? newSealedKeyPair(secretBox, row.id)
    : { signingKey: null, publicKey: null, previousSigningKey: null };
}

function beginsAnew(row: WebhookEndpointRow, { url, status }: UpdateWebhookEndpoint): boolean {
  const isEnabled = status === "enabled" && row.status === "disabled";
  return isEnabled || (url !== undefined && url !== row.url);
}
