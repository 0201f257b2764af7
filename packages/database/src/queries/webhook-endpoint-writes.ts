import type { Connection } from "../connection.ts";
import { webhookEndpoints } from "../tables/index.ts";

export type NewWebhookEndpoint = typeof webhookEndpoints.$inferInsert;

export async function insertWebhookEndpoint(connection: Connection, row: NewWebhookEndpoint): Promise<void> {
  await connection.insert(webhookEndpoints).values(row);
}
