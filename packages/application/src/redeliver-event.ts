import { type Delivery, mostShownAttempts } from "@compose-pay/contracts";
import {
  type Connection,
  type Database,
  type DeliveryPlace,
  type DeliveryRow,
  deliveryTargetId,
  type EndpointOwner,
  type EventRow,
  findDeliveriesOfEvent,
  findDeliveryOf,
  findDeliveryViews,
  inTransaction,
  insertDeliveries,
  lockEvent,
  redeliver,
  wakeTargetForTry,
} from "@compose-pay/database";
import { type Clock, newId } from "@compose-pay/runtime";
import { deliveryObject } from "./delivery-object.ts";
import { placesOfRedelivery } from "./places-of-redelivery.ts";

export interface RedeliveryRequest {
  readonly eventId: string;
  /** Whose event; operators name none. */
  readonly owner?: EndpointOwner | undefined;
  /** The one endpoint that it goes to, whatever its types; null for every place. */
  readonly endpointId: string | null;
}

export type EventRedelivered =
  /** The deliveries that go again; none yet when the event is still to be fanned out, which goes on by itself. */
  | { readonly kind: "redelivered"; readonly deliveries: readonly Delivery[] }
  | { readonly kind: "event_unknown" }
  | { readonly kind: "endpoint_unknown" }
  | { readonly kind: "endpoint_disabled" };

interface Redeliverer {
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Sends an event again with its id and its bytes: to every place that has a delivery of it, whatever became of that,
 * and to the enabled endpoints that want its type and have none. Disabled endpoints are left out.
 */
export async function redeliverEvent(
  { database, clock }: Redeliverer,
  request: RedeliveryRequest,
): Promise<EventRedelivered> {
  const done = await inTransaction(database, async (transaction) => {
    const event = await lockEvent(transaction, request);
    if (event === null) return { kind: "event_unknown" } as const;
    const existing = await findDeliveriesOfEvent(transaction, event.id);
    const found = await placesOfRedelivery(transaction, { event, existing, only: request.endpointId });
    if (found.kind !== "places") return found;
    // The fan-out makes all deliveries of an event at once, or finds that they are made: none is made before it.
    const places = event.dueAt === null ? found.places : [];
    const ids = await sendAgain(transaction, { event, existing, places, at: clock.now() });
    return { kind: "redelivered", ids } as const;
  });
  if (done.kind !== "redelivered") return done;
  const views = await findDeliveryViews(database.connection, done.ids, mostShownAttempts);
  return { kind: "redelivered", deliveries: views.map((view) => deliveryObject(view, "enabled")) };
}

/** @returns the ids of the deliveries */
async function sendAgain(
  transaction: Connection,
  again: {
    readonly event: EventRow;
    readonly existing: readonly DeliveryRow[];
    readonly places: readonly DeliveryPlace[];
    readonly at: Date;
  },
): Promise<readonly string[]> {
  const { event, existing, places, at } = again;
  const ids: string[] = [];
  for (const place of places) {
    const targetId = deliveryTargetId(place);
    const there = existing.find(({ endpointId }) => endpointId === place.endpointId);
    if (there !== undefined) await redeliver(transaction, { id: there.id, targetId }, at);
    ids.push(there?.id ?? (await makeDelivery(transaction, newDelivery(event, { ...place, targetId }, at))));
  }
  // After the deliveries and in one order, as workers that save attempts lock them.
  const targets = [...new Set(places.map(deliveryTargetId))].toSorted();
  for (const id of targets) await wakeTargetForTry(transaction, { id, appId: event.appId, dueAt: at });
  return ids;
}

/** @returns its id, or the one of the delivery that a replay has just made due in its place */
async function makeDelivery(transaction: Connection, row: DeliveryRow): Promise<string> {
  if (await insertDeliveries(transaction, [row])) return row.id;
  return (await findDeliveryOf(transaction, row))?.id ?? row.id;
}

function newDelivery(
  event: EventRow,
  place: DeliveryPlace & Pick<DeliveryRow, "targetId">,
  at: Date,
): DeliveryRow {
  return {
    id: newId("dlv", at),
    eventId: event.id,
    appId: event.appId,
    endpointId: place.endpointId,
    targetId: place.targetId,
    url: place.url,
    state: "pending",
    trigger: "manual",
    attemptsMade: 0,
    ladderFrom: 0,
    nextAttemptAt: at,
    lastStatus: null,
    traceId: event.traceId,
    createdAt: at,
    endedAt: null,
  };
}
