import {
  type Database,
  type DeliveryAttemptRow,
  deliveryAttempts,
  type DeliveryRow,
  deliveryTargetId,
  type EventRow,
  insertDeliveries,
  insertEvents,
  openDatabase,
  wakeTargets,
} from "@compose-pay/database";
import type { LocalServers } from "@compose-pay/local-stack";
import { newId } from "@compose-pay/runtime";
import { type BenchEndpoint, placeOf } from "./merchants.ts";
import { paymentEvent } from "./payment-event.ts";

type Servers = Pick<LocalServers, "databaseUrl">;

/** The events were an hour ago, and their first attempts failed by 503 right away. */
const agoMs = 3_600_000;
const rowsAtOnce = 500;

/**
 * Writes deliveries that have failed once and have been due again for long, evenly spread over these endpoints. Nobody
 * looks at them before `makeDue`.
 */
export async function storeWaiting(
  servers: Servers,
  endpoints: readonly BenchEndpoint[],
  count: number,
): Promise<void> {
  await withDatabase(servers, async ({ connection }) => {
    for (let stored = 0; stored < count; stored += rowsAtOnce) {
      const rows = Array.from({ length: Math.min(rowsAtOnce, count - stored) }, (_, index) =>
        waiting(endpoints[(stored + index) % endpoints.length]),
      );
      await insertEvents(
        connection,
        rows.map(({ event }) => event),
      );
      await insertDeliveries(
        connection,
        rows.map(({ delivery }) => delivery),
      );
      await connection.insert(deliveryAttempts).values(rows.map(({ attempt }) => attempt));
    }
  });
}

/** From now on workers look at what waits for these endpoints. */
export async function makeDue(servers: Servers, endpoints: readonly BenchEndpoint[]): Promise<void> {
  const dueAt = new Date();
  await withDatabase(servers, ({ connection }) =>
    wakeTargets(
      connection,
      endpoints.map(({ id, appId }) => ({ id: targetOf({ id, appId }), appId, dueAt })),
    ),
  );
}

function waiting(endpoint: BenchEndpoint | undefined): {
  readonly event: EventRow;
  readonly delivery: DeliveryRow;
  readonly attempt: DeliveryAttemptRow;
} {
  if (endpoint === undefined) throw new Error("what waits has an endpoint");
  const at = new Date(Date.now() - agoMs);
  const event = { ...paymentEvent(placeOf(endpoint), at), dueAt: null };
  const delivery: DeliveryRow = {
    id: newId("dlv", at),
    eventId: event.id,
    appId: endpoint.appId,
    endpointId: endpoint.id,
    targetId: targetOf(endpoint),
    url: null,
    state: "retrying",
    trigger: "schedule",
    attemptsMade: 1,
    ladderFrom: 0,
    nextAttemptAt: new Date(at.getTime() + 15_000),
    lastStatus: 503,
    traceId: event.traceId,
    createdAt: at,
    endedAt: null,
  };
  const attempt: DeliveryAttemptRow = {
    id: newId("dat", at),
    deliveryId: delivery.id,
    number: 1,
    trigger: "schedule",
    address: "127.0.0.1",
    status: 503,
    error: "status_503",
    responseStart: "",
    durationMs: 3,
    startedAt: at,
  };
  return { event, delivery, attempt };
}

function targetOf({ id, appId }: Pick<BenchEndpoint, "id" | "appId">): string {
  return deliveryTargetId({ appId, endpointId: id, url: null });
}

async function withDatabase(
  { databaseUrl }: Servers,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
