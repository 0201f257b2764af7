import { readDeliveries, redeliverEvent } from "@compose-pay/application";
import type { EventRowView } from "@compose-pay/contracts";
import {
  findDeliveriesOfEvent,
  findEvents,
  inTransaction,
  listEventPage,
  type ListedEvent,
} from "@compose-pay/database";
import { done, type Handlers, noSuch } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { refusedRedelivery } from "./refused-redelivery.ts";

type EventRoutes = "events.list" | "events.show" | "events.redeliver";

/** An app has at most a hundred endpoints, and two addresses of its own an event. */
const mostDeliveries = 200;

export function eventHandlers(deps: ConsoleDeps): Pick<Handlers, EventRoutes> {
  const { database } = deps;
  const { connection } = database;
  return {
    "events.list": async ({ input: { app_id: appId, payment_id: paymentId, live, after, limit } }) => {
      const place = after === undefined ? undefined : (await findEvents(connection, [after]))[0];
      if (after !== undefined && place === undefined) return wrongCursor();
      const ofApp = appId === undefined ? "all" : { log: { appId, live } };
      const of = paymentId === undefined ? ofApp : { paymentId };
      const rows = await listEventPage(connection, of, { after: place, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: ({ id }) => id, show: eventRow }));
    },
    "events.show": ({ input: { id } }) =>
      inTransaction(database, async (transaction) => {
        const [event] = await findEvents(transaction, [id]);
        if (event === undefined) return noSuch("event");
        const rows = await findDeliveriesOfEvent(transaction, id);
        const ids = rows.slice(0, mostDeliveries).map((row) => row.id);
        const deliveries = await readDeliveries(transaction, ids);
        return done({ ...eventRow(event), body: event.body, deliveries });
      }),
    "events.redeliver": async ({ input: { id: eventId, endpoint_id: endpointId = null } }) => {
      const again = await redeliverEvent(deps, { eventId, endpointId });
      if (again.kind !== "redelivered") return refusedRedelivery(again);
      const { deliveries } = again;
      const after = deliveries.map(({ id, endpoint_id, status }) => ({ id, endpoint_id, status }));
      return done({ deliveries }, { after: { deliveries: after } });
    },
  };
}

function eventRow(event: ListedEvent): EventRowView {
  return {
    id: event.id,
    app_id: event.appId,
    live: event.live,
    type: event.type,
    sequence: event.sequence,
    payment_id: event.paymentId,
    endpoint_id: event.endpointId,
    trace_id: event.traceId,
    created_at: event.createdAt.toISOString(),
    deliveries_made: event.dueAt === null,
  };
}
