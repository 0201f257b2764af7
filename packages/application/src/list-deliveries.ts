import type { Delivery, DeliveryStatus } from "@compose-pay/contracts";
import {
  type Database,
  type FailingState,
  findDeliveryCursor,
  findDeliveryViews,
  findWebhookEndpoints,
  listFailingDeliveryIds,
  scanDeliveries,
  type ScannedDelivery,
} from "@compose-pay/database";
import { deliveryObject, deliveryStatusOf, shownAttempts } from "./delivery-object.ts";
import type { WebhookEndpointView } from "./webhook-endpoint-view.ts";

export interface DeliveriesPage {
  /** Newest first. */
  readonly deliveries: readonly Delivery[];
  /** Where the next page begins; null on the last one. */
  readonly nextCursor: string | null;
}

export interface DeliveriesQuery {
  /** The id of the last delivery of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly status?: DeliveryStatus | undefined;
}

/**
 * How many deliveries are looked at for a page with a filter, which no index answers. So a page can be shorter than
 * its limit, or empty, and yet be followed by another.
 */
const mostScanned = 1_000;

/** The deliveries of an endpoint with their last attempts, or null when `after` is none of them. */
export async function listDeliveries(
  { connection }: Pick<Database, "connection">,
  endpoint: Pick<WebhookEndpointView, "id" | "status">,
  query: DeliveriesQuery,
): Promise<DeliveriesPage | null> {
  const { limit, status } = query;
  const of = { endpointId: endpoint.id, deliveryId: query.after ?? "" };
  const after = query.after === undefined ? undefined : await findDeliveryCursor(connection, of);
  if (after === null) return null;
  const most = status === undefined ? limit : mostScanned;
  const scanned = await scanDeliveries(connection, endpoint.id, { after, limit: most + 1 });
  const isWanted = (one: ScannedDelivery) =>
    status === undefined || deliveryStatusOf(one, endpoint.status) === status;
  const { page, nextCursor } = cut(scanned, { isWanted, limit, most });
  const views = await findDeliveryViews(connection, page, shownAttempts);
  return { deliveries: views.map((view) => deliveryObject(view, endpoint.status)), nextCursor };
}

export interface FailingQuery {
  /** `nextCursor` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  /** One of them only. */
  readonly state?: FailingState | undefined;
}

/** The deliveries of all places that fail, with their last attempts. */
export async function listFailingDeliveries(
  { connection }: Pick<Database, "connection">,
  { after, limit, state }: FailingQuery,
): Promise<DeliveriesPage> {
  const states = state === undefined ? (["retrying", "exhausted"] as const) : [state];
  const ids = await listFailingDeliveryIds(connection, { states, after, limit: limit + 1 });
  const page = ids.slice(0, limit);
  const views = await findDeliveryViews(connection, page, shownAttempts);
  const endpointIds = views.map(({ delivery }) => delivery.endpointId);
  const endpoints = await findWebhookEndpoints(connection, [...new Set(endpointIds)]);
  const statuses = new Map(endpoints.map(({ id, status }) => [id, status]));
  return {
    deliveries: views.map((view) =>
      deliveryObject(view, statuses.get(view.delivery.endpointId) ?? "enabled"),
    ),
    nextCursor: ids.length > limit ? (page.at(-1) ?? null) : null,
  };
}

/** The ids of the page. The next one begins behind its last delivery, or behind the last that was looked at. */
function cut(
  scanned: readonly ScannedDelivery[],
  bounds: {
    readonly isWanted: (one: ScannedDelivery) => boolean;
    readonly limit: number;
    readonly most: number;
  },
): { readonly page: readonly string[]; readonly nextCursor: string | null } {
  const wanted = scanned.slice(0, bounds.most).filter(bounds.isWanted);
  const page = wanted.slice(0, bounds.limit).map(({ id }) => id);
  if (wanted.length > page.length) return { page, nextCursor: page.at(-1) ?? null };
  return { page, nextCursor: scanned.length > bounds.most ? (scanned[bounds.most - 1]?.id ?? null) : null };
}
