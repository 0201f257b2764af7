import { and, asc, eq } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { webhookEndpoints } from "../tables/index.ts";

export type WebhookEndpointRow = typeof webhookEndpoints.$inferSelect;

/** How many endpoints of one app are sent to; the oldest ones. */
const mostEndpoints = 1_000;

export async function findEnabledEndpoints(
  connection: Connection,
  appId: string,
): Promise<WebhookEndpointRow[]> {
  return connection
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.appId, appId), eq(webhookEndpoints.status, "enabled")))
    .orderBy(asc(webhookEndpoints.id))
    .limit(mostEndpoints);
}

/** True when it was enabled until now. */
export async function disableEndpoint(connection: Connection, endpointId: string): Promise<boolean> {
  const [result] = await connection
    .update(webhookEndpoints)
    .set({ status: "disabled" })
    .where(and(eq(webhookEndpoints.id, endpointId), eq(webhookEndpoints.status, "enabled")));
  return result.affectedRows === 1;
}
