import { and, asc, desc, eq, lt } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { webhookEndpoints } from "../tables/index.ts";

export type WebhookEndpointRow = typeof webhookEndpoints.$inferSelect;

/** Whose endpoints: an app's, for live or for test payments. */
export interface EndpointOwner {
  readonly appId: string;
  readonly live: boolean;
}

/** An endpoint by its id. Another owner's is not found; operators, who see all, name none. */
export interface EndpointRef {
  readonly endpointId: string;
  readonly owner?: EndpointOwner | undefined;
}

export async function findWebhookEndpoint(
  connection: Connection,
  ref: EndpointRef,
): Promise<WebhookEndpointRow | null> {
  const [row] = await connection.select().from(webhookEndpoints).where(isRef(ref));
  return row ?? null;
}

/** The same, locked until the end of the transaction. */
export async function lockWebhookEndpoint(
  transaction: Connection,
  ref: EndpointRef,
): Promise<WebhookEndpointRow | null> {
  const [row] = await transaction.select().from(webhookEndpoints).where(isRef(ref)).for("update");
  return row ?? null;
}

/** Newest first, by id; the page starts behind the id `after`. */
export async function listWebhookEndpoints(
  connection: Connection,
  { appId, live }: EndpointOwner,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<WebhookEndpointRow[]> {
  const isBehind = page.after === undefined ? undefined : lt(webhookEndpoints.id, page.after);
  return connection
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.appId, appId), eq(webhookEndpoints.live, live), isBehind))
    .orderBy(desc(webhookEndpoints.id))
    .limit(page.limit);
}

/** The same of both modes. */
export async function listAppEndpoints(
  connection: Connection,
  page: { readonly appId: string; readonly after?: string | undefined; readonly limit: number },
): Promise<WebhookEndpointRow[]> {
  const isBehind = page.after === undefined ? undefined : lt(webhookEndpoints.id, page.after);
  return connection
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.appId, page.appId), isBehind))
    .orderBy(desc(webhookEndpoints.id))
    .limit(page.limit);
}

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

function isRef({ endpointId, owner }: EndpointRef) {
  const isOwn =
    owner === undefined
      ? []
      : [eq(webhookEndpoints.appId, owner.appId), eq(webhookEndpoints.live, owner.live)];
  return and(eq(webhookEndpoints.id, endpointId), ...isOwn);
}
