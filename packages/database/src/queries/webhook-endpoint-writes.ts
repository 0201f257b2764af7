import type { Connection } from "../connection.ts";
import { and, eq } from "../drizzle.ts";
import { apps, type DisabledReason, webhookEndpoints } from "../tables/index.ts";
import type { EndpointOwner, WebhookEndpointRow } from "./webhook-endpoints.ts";

export type NewWebhookEndpoint = typeof webhookEndpoints.$inferInsert;

export async function insertWebhookEndpoint(connection: Connection, row: NewWebhookEndpoint): Promise<void> {
  await connection.insert(webhookEndpoints).values(row);
}

/** Writes the endpoint, over the one that has its id. */
export async function upsertWebhookEndpoint(connection: Connection, row: NewWebhookEndpoint): Promise<void> {
  const { url, eventTypes, description, status, secret } = row;
  const enabled = { disabledReason: null, disabledAt: null };
  await connection
    .insert(webhookEndpoints)
    .values(row)
    .onDuplicateKeyUpdate({ set: { url, eventTypes, description, status, ...enabled, secret } });
}

/**
 * How many endpoints an app has in a mode, up to `atMost`. Locks the app: of those who count at the same time, one
 * goes on before the next has its answer.
 *
 * @returns null when there is no such app
 */
export async function countEndpointsLocked(
  transaction: Connection,
  { appId, live }: EndpointOwner,
  atMost: number,
): Promise<number | null> {
  const [app] = await transaction.select({ id: apps.id }).from(apps).where(eq(apps.id, appId)).for("update");
  if (app === undefined) return null;
  const rows = await transaction
    .select({ id: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.appId, appId), eq(webhookEndpoints.live, live)))
    .limit(atMost);
  return rows.length;
}

/** What may change of an endpoint; its secrets change by rotation. */
export type EndpointChange = Partial<
  Pick<
    WebhookEndpointRow,
    | "url"
    | "eventTypes"
    | "description"
    | "status"
    | "disabledReason"
    | "disabledAt"
    | "rateLimit"
    | "signingKey"
    | "publicKey"
    | "previousSigningKey"
  >
>;

export async function saveEndpointChange(
  transaction: Connection,
  endpointId: string,
  change: EndpointChange,
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await transaction.update(webhookEndpoints).set(change).where(eq(webhookEndpoints.id, endpointId));
}

export async function deleteEndpointRow(transaction: Connection, endpointId: string): Promise<void> {
  await transaction.delete(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId));
}

/** True when it was enabled until now. */
export async function disableEndpoint(
  connection: Connection,
  endpointId: string,
  { reason, at }: { readonly reason: DisabledReason; readonly at: Date },
): Promise<boolean> {
  const [result] = await connection
    .update(webhookEndpoints)
    .set({ status: "disabled", disabledReason: reason, disabledAt: at })
    .where(and(eq(webhookEndpoints.id, endpointId), eq(webhookEndpoints.status, "enabled")));
  return result.affectedRows === 1;
}
