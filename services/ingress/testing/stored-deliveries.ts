import {
  deliveries,
  deliveryAttempts,
  type DeliveryAttemptRow,
  type DeliveryRow,
  type EventRow,
  failingOf,
  insertEvent,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { IngressStage } from "./ingress-stage.ts";

type Store = Pick<IngressStage, "database">;

/** An event whose deliveries are made, of a test payment. */
export async function addEvent(
  { database }: Store,
  event: Partial<EventRow> & Pick<EventRow, "appId">,
): Promise<EventRow> {
  const id = newId("evt");
  const row: EventRow = {
    id,
    paymentId: newId("pay"),
    endpointId: null,
    live: false,
    type: "payment.succeeded",
    sequence: 1,
    body: `{"id":"${id}"}`,
    notifyUrl: null,
    refundNotifyUrl: null,
    traceId: "trace",
    dueAt: null,
    createdAt: new Date(),
    ...event,
  };
  await insertEvent(database.connection, row);
  return row;
}

/** A delivery that waits for its first attempt. */
export async function addDelivery(
  { database }: Store,
  event: EventRow,
  delivery: Partial<DeliveryRow> & Pick<DeliveryRow, "endpointId">,
): Promise<DeliveryRow> {
  const row: DeliveryRow = {
    id: newId("dlv"),
    eventId: event.id,
    appId: event.appId,
    targetId: delivery.endpointId,
    url: null,
    state: "pending",
    trigger: "schedule",
    attemptsMade: 0,
    ladderFrom: 0,
    nextAttemptAt: event.createdAt,
    lastStatus: null,
    traceId: event.traceId,
    createdAt: event.createdAt,
    endedAt: null,
    ...delivery,
  };
  await database.connection.insert(deliveries).values({ ...row, failing: failingOf(row.state) });
  return row;
}

/** An attempt that was answered 204. */
export async function addAttempt(
  { database }: Store,
  delivery: Pick<DeliveryRow, "id">,
  attempt: Partial<DeliveryAttemptRow> & Pick<DeliveryAttemptRow, "number">,
): Promise<DeliveryAttemptRow> {
  const row: DeliveryAttemptRow = {
    id: newId("dat"),
    deliveryId: delivery.id,
    trigger: "schedule",
    address: "127.0.0.1",
    status: 204,
    error: null,
    responseStart: "",
    durationMs: 7,
    startedAt: new Date(),
    ...attempt,
  };
  await database.connection.insert(deliveryAttempts).values(row);
  return row;
}
