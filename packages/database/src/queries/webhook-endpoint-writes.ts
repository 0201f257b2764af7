import type { Connection } from "../connection.ts";
import { webhookEndpoints } from "../tables/index.ts";

export type NewWebhookEndpoint = typeof webhookEndpoints.$inferInsert;

export async function insertWebhookEndpoint(connection: Connection, row: NewWebhookEndpoint): Promise<void> {
  await connection.insert(webhookEndpoints).values(row);
}

/** Writes the endpoint, over the one that has its id. */
export async function upsertWebhookEndpoint(connection: Connection, row: NewWebhookEndpoint): Promise<void> {
  const { url, eventTypes, description, status, secret } = row;
  await connection
    .insert(webhookEndpoints)
    .values(row)
    .onDuplicateKeyUpdate({ set: { url, eventTypes, description, status, secret } });
}
