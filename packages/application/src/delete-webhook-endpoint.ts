import {
  type Database,
  deleteEndpointRow,
  type EndpointRef,
  endReplays,
  hastenTarget,
  inTransaction,
  lockWebhookEndpoint,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";

export type WebhookEndpointDeleted = { readonly kind: "deleted" } | { readonly kind: "not_found" };

/** Deletes an endpoint and its secrets. What waits for it is given up by the workers; its log stays. */
export async function deleteWebhookEndpoint(
  deps: { readonly database: Database; readonly clock: Clock },
  ref: EndpointRef,
): Promise<WebhookEndpointDeleted> {
  return inTransaction(deps.database, async (transaction) => {
    const row = await lockWebhookEndpoint(transaction, ref);
    if (row === null) return { kind: "not_found" };
    const at = deps.clock.now();
    await endReplays(transaction, row.id, at);
    await deleteEndpointRow(transaction, row.id);
    await hastenTarget(transaction, row.id, at);
    return { kind: "deleted" };
  });
}
