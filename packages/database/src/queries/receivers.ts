import type { Connection } from "../connection.ts";
import { sql } from "../drizzle.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { apps, webhookEndpoints } from "../tables/index.ts";
import type { AppRow } from "./apps.ts";
import type { WebhookEndpointRow } from "./webhook-endpoints.ts";

/** Who gets the events of some apps: all their endpoints, and the apps with the secrets for own addresses. */
export interface Receivers {
  readonly apps: readonly AppRow[];
  readonly endpoints: readonly WebhookEndpointRow[];
}

const selectApps = prepareSelect((builder) =>
  builder
    .select()
    .from(apps)
    .where(sql`${apps.id} IN (${sql.placeholder("appIds")})`),
);

const selectEndpoints = prepareSelect((builder) =>
  builder
    .select()
    .from(webhookEndpoints)
    .where(sql`${webhookEndpoints.appId} IN (${sql.placeholder("appIds")})`)
    .orderBy(webhookEndpoints.appId, webhookEndpoints.id),
);

export async function findReceivers(connection: Connection, appIds: readonly string[]): Promise<Receivers> {
  if (appIds.length === 0) return { apps: [], endpoints: [] };
  const [foundApps, endpoints] = await Promise.all([
    selectApps(connection, { appIds }),
    selectEndpoints(connection, { appIds }),
  ]);
  return { apps: foundApps, endpoints };
}
