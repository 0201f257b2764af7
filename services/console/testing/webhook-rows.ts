import { createApp, createMerchant, createWebhookEndpoint } from "@compose-pay/application";
import {
  type Database,
  deliveries,
  deliveryAttempts,
  type DeliveryAttemptRow,
  type DeliveryRow,
  deliveryTargets,
  type DeliveryTargetRow,
  type EventRow,
  failingOf,
  insertEvent,
} from "@compose-pay/database";
import { newId, systemClock } from "@compose-pay/runtime";
import { createUrlGuard } from "@compose-pay/webhooks";
import type { ConsoleStage } from "./console-stage.ts";

type Store = Pick<ConsoleStage, "database">;
type SealedStore = Pick<ConsoleStage, "database" | "secretBox">;

/** @returns the id of an app of its own */
export async function addApp({ database, secretBox }: SealedStore): Promise<string> {
  const deps = { database, secretBox, clock: systemClock, newId };
  const { id: merchantId } = await createMerchant(deps, { name: "茶店" });
  const made = await createApp(deps, {
    merchantId,
    name: "Till",
    rateLimitPerSecond: 10,
    rateLimitBurst: 20,
  });
  if (made.kind !== "created") throw new Error(made.kind);
  return made.app.id;
}

/** @returns the id of an endpoint for live payments */
export async function addEndpoint(
  { database, secretBox }: SealedStore,
  appId: string,
  { status = "enabled" }: { readonly status?: "enabled" | "disabled" } = {},
): Promise<string> {
  const rules = { allowedRanges: [], allowedPorts: [{ from: 1, to: 65_535 }] };
  const urlGuard = createUrlGuard(rules, { resolve: () => Promise.resolve(["93.184.216.34"]) });
  const made = await createWebhookEndpoint(
    { database, secretBox, clock: systemClock, newId, urlGuard },
    {
      appId,
      live: true,
      parameters: {
        url: "https://shop.example/hooks",
        event_types: ["*"],
        description: null,
        status,
        rate_limit: null,
        signatures: ["v1"],
      },
    },
  );
  if (made.kind !== "created") throw new Error(made.kind);
  return made.endpoint.id;
}

/** An event of a live payment whose deliveries are made. */
export async function addEvent(
  { database }: Store,
  event: Partial<EventRow> & Pick<EventRow, "appId">,
): Promise<EventRow> {
  const id = newId("evt");
  const row: EventRow = {
    id,
    paymentId: newId("pay"),
    endpointId: null,
    live: true,
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

/** A delivery that was given up after its attempts. */
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
    state: "exhausted",
    trigger: "schedule",
    attemptsMade: 1,
    ladderFrom: 0,
    nextAttemptAt: null,
    lastStatus: 500,
    traceId: event.traceId,
    createdAt: event.createdAt,
    endedAt: event.createdAt,
    ...delivery,
  };
  await database.connection.insert(deliveries).values({ ...row, failing: failingOf(row.state) });
  return row;
}

/** An attempt that was answered 500. */
export async function addAttempt(
  { database }: Store,
  attempt: Partial<DeliveryAttemptRow> & Pick<DeliveryAttemptRow, "deliveryId" | "number">,
): Promise<void> {
  await database.connection.insert(deliveryAttempts).values({
    id: newId("dat"),
    trigger: "schedule",
    address: "93.184.216.34",
    status: 500,
    error: "status_500",
    responseStart: "",
    durationMs: 7,
    startedAt: new Date(),
    ...attempt,
  });
}

/** A line for which something waits, and that has failed a few times. */
export async function addTarget(
  database: Database,
  target: Partial<DeliveryTargetRow> & Pick<DeliveryTargetRow, "id" | "appId">,
): Promise<void> {
  await database.connection.insert(deliveryTargets).values({
    dueAt: new Date(),
    failures: 3,
    failingSince: new Date(),
    openUntil: null,
    pacedUntil: null,
    ...target,
  });
}
