import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, gt, inArray, isNotNull, lt, or } from "../drizzle.ts";
import { lookThrough, type LookedThrough } from "../statements/look-through.ts";
import { deliveryTargets, webhookEndpoints } from "../tables/index.ts";
import type { DeliveryTargetRow } from "./delivery-targets.ts";
import type { WebhookEndpointRow } from "./webhook-endpoints.ts";

/** Endpoints of all apps or of one, newest first by id; the page starts behind the id `after`. */
export async function listEndpointPage(
  connection: Connection,
  page: {
    readonly appId?: string | undefined;
    readonly status?: WebhookEndpointRow["status"] | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<WebhookEndpointRow[]> {
  const { appId, status, after, limit } = page;
  // An app has a bounded number of them, so that its index serves a status too.
  const index =
    appId === undefined
      ? status === undefined
        ? "PRIMARY"
        : "webhook_endpoints_status"
      : "webhook_endpoints_app";
  return connection
    .select()
    .from(webhookEndpoints, { forceIndex: index })
    .where(
      and(
        appId === undefined ? undefined : eq(webhookEndpoints.appId, appId),
        status === undefined ? undefined : eq(webhookEndpoints.status, status),
        after === undefined ? undefined : lt(webhookEndpoints.id, after),
      ),
    )
    .orderBy(desc(webhookEndpoints.id))
    .limit(limit);
}

/** Where in the list of those that fail a page begins. */
export type FailingPlace = Pick<DeliveryTargetRow, "id"> & { readonly failingSince: Date };

/** How many failing targets one page looks at: between those of endpoints stand own addresses, of any number of origins. */
const mostLookedAt = 1_000;

/** A target that has failed since its last success. */
export type FailingTarget = DeliveryTargetRow & FailingPlace;

/** What endpoints have failed since their last success, the longest first; own addresses are left out. */
export async function listFailingTargets(
  connection: Connection,
  page: {
    readonly appId?: string | undefined;
    readonly after?: FailingPlace | undefined;
    readonly limit: number;
  },
): Promise<LookedThrough<FailingTarget>> {
  const { appId, after, limit } = page;
  return lookThrough((last, some) => readFailing(connection, last ?? after, some), {
    isWanted: (target) => target.id.startsWith("ep_") && (appId === undefined || target.appId === appId),
    limit,
    mostLookedAt,
  });
}

async function readFailing(
  connection: Connection,
  after: FailingPlace | undefined,
  limit: number,
): Promise<readonly FailingTarget[]> {
  const { id, failingSince } = deliveryTargets;
  const isBehind =
    after === undefined
      ? undefined
      : or(gt(failingSince, after.failingSince), and(eq(failingSince, after.failingSince), gt(id, after.id)));
  const rows = await connection
    .select()
    .from(deliveryTargets, { forceIndex: "delivery_targets_failing" })
    .where(and(isNotNull(failingSince), isBehind))
    .orderBy(asc(failingSince), asc(id))
    .limit(limit);
  return rows.flatMap((row) =>
    row.failingSince === null ? [] : [{ ...row, failingSince: row.failingSince }],
  );
}

/** Those that there are, in no order. @param ids a bounded number */
export async function findWebhookEndpoints(
  connection: Connection,
  ids: readonly string[],
): Promise<WebhookEndpointRow[]> {
  if (ids.length === 0) return [];
  return connection
    .select()
    .from(webhookEndpoints)
    .where(inArray(webhookEndpoints.id, [...ids]));
}
