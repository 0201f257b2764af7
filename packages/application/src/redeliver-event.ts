import type { Delivery } from "@compose-pay/contracts";
import {
  type Connection,
  type Database,
  type DeliveryPlace,
  type DeliveryRow,
  deliveryTargetId,
  type EndpointOwner,
  type EventRow,
  findDeliveriesOfEvent,
  findDeliveryViews,
  inTransaction,
  insertDeliveries,
  lockEvent,
  newDelivery,
  redeliver,
  wakeTargetsForTry,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { deliveryObject, shownAttempts } from "./delivery-object.ts";
import { placesOfRedelivery } from "./places-of-redelivery.ts";

export interface RedeliveryRequest {
  readonly eventId: string;
  /** Whose event; operators name none. */
  readonly owner?: EndpointOwner | undefined;
  /** The one endpoint that it goes to, whatever its types, or own address that it went to; null for every place. */
  readonly endpointId: string | null;
}

export type EventRedelivered =
  /** The deliveries that go again; none yet when the event is still to be fanned out, which goes on by itself. */
  | { readonly kind: "redelivered"; readonly deliveries: readonly Delivery[] }
  | { readonly kind: "event_unknown" }
  | { readonly kind: "endpoint_unknown" }
  | { readonly kind: "endpoint_disabled" }
  /** The event is for another endpoint, or is about this one. */
  | { readonly kind: "endpoint_not_meant" }
  /** It is being delivered, or delivered again, by others at this moment; nothing was done. */
  | { readonly kind: "event_locked" };

interface Redeliverer {
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Sends an event again with its id and its bytes: to every place that has a delivery of it, whatever became of that,
 * and to the enabled endpoints that want its type and have none. Disabled endpoints are left out, and what was asked for
 * before and still waits goes once. So many statements, however many places.
 */
export async function redeliverEvent(
  { database, clock }: Redeliverer,
  request: RedeliveryRequest,
): Promise<EventRedelivered> {
  const done = await inTransaction(database, async (transaction) => {
    const event = await lockEvent(transaction, request);
    if (event === "unknown") return { kind: "event_unknown" } as const;
    if (event === "locked") return { kind: "event_locked" } as const;
    const existing = await findDeliveriesOfEvent(transaction, event.id);
    const found = await placesOfRedelivery(transaction, { event, existing, only: request.endpointId });
    if (found.kind !== "places") return found;
    // The fan-out makes all deliveries of an event at once, or finds that they are made: none is made before it.
    const places = event.dueAt === null ? found.places : [];
    await sendAgain(transaction, { event, existing, places, at: clock.now() });
    return { kind: "redelivered", places } as const;
  });
  if (done.kind !== "redelivered") return done;
  return {
    kind: "redelivered",
    deliveries: await shownAt(database.connection, request.eventId, done.places),
  };
}

async function sendAgain(
  transaction: Connection,
  again: {
    readonly event: EventRow;
    readonly existing: readonly DeliveryRow[];
    readonly places: readonly DeliveryPlace[];
    readonly at: Date;
  },
): Promise<void> {
  const { event, existing, places, at } = again;
  const byEndpoint = new Map(places.map((place) => [place.endpointId, place]));
  const there = existing.flatMap(({ id, endpointId }) => {
    const place = byEndpoint.get(endpointId);
    byEndpoint.delete(endpointId);
    return place === undefined ? [] : [{ id, targetId: deliveryTargetId(place) }];
  });
  await redeliver(transaction, there, at);
  const when = { trigger: "manual", now: at, nextAttemptAt: at } as const;
  await makeMissing(
    transaction,
    [...byEndpoint.values()].map((place) => newDelivery(event, place, when)),
  );
  const targets = new Set(places.map(deliveryTargetId));
  // After the deliveries, as workers that save attempts lock them.
  await wakeTargetsForTry(
    transaction,
    [...targets].map((id) => ({ id, appId: event.appId })),
    at,
  );
}

/** What a replay has made due meanwhile goes by that. */
async function makeMissing(transaction: Connection, rows: readonly DeliveryRow[]): Promise<void> {
  if (await insertDeliveries(transaction, rows)) return;
  for (const row of rows) await insertDeliveries(transaction, [row]);
}

async function shownAt(
  connection: Connection,
  eventId: string,
  places: readonly DeliveryPlace[],
): Promise<readonly Delivery[]> {
  const endpointIds = new Set(places.map(({ endpointId }) => endpointId));
  const rows = await findDeliveriesOfEvent(connection, eventId);
  const ids = rows.flatMap(({ id, endpointId }) => (endpointIds.has(endpointId) ? [id] : []));
  const views = await findDeliveryViews(connection, ids, shownAttempts);
  return views.map((view) => deliveryObject(view, "enabled"));
}
