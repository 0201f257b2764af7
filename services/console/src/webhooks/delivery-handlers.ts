import {
  listDeliveries,
  listFailingDeliveries,
  readDeliveries,
  redeliverEvent,
} from "@compose-pay/application";
import type { Delivery, DeliveryDetail, DeliveryStatus, Page } from "@compose-pay/contracts";
import { findDelivery, findWebhookEndpoint, inTransaction } from "@compose-pay/database";
import { done, type Handlers, noSuch, type Outcome, refusedInput } from "../api/handler.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { refusedRedelivery } from "./refused-redelivery.ts";

type DeliveryRoutes = "deliveries.list" | "deliveries.show" | "deliveries.redeliver";

interface Asked {
  readonly after?: string | undefined;
  readonly limit: number;
  readonly status?: DeliveryStatus | undefined;
}

export function deliveryHandlers(deps: ConsoleDeps): Pick<Handlers, DeliveryRoutes> {
  const { database } = deps;
  const read = async (id: string): Promise<DeliveryDetail | null> => {
    const [found] = await inTransaction(database, (transaction) => readDeliveries(transaction, [id]));
    return found ?? null;
  };
  return {
    "deliveries.list": ({ input: { endpoint_id: endpointId, ...asked } }) =>
      endpointId === undefined ? listFailing(deps, asked) : listOfEndpoint(deps, endpointId, asked),
    "deliveries.show": async ({ input: { id } }) => {
      const found = await read(id);
      return found === null ? noSuch("delivery") : done(found);
    },
    "deliveries.redeliver": async ({ input: { id } }) => {
      const row = await findDelivery(database.connection, id);
      const before = await read(id);
      if (row === null || before === null) return noSuch("delivery");
      const { eventId, endpointId } = row;
      const again = await redeliverEvent(deps, { eventId, endpointId });
      if (again.kind !== "redelivered") return refusedRedelivery(again);
      const after = (await read(id)) ?? before;
      return done(after, { before: stateOf(before), after: stateOf(after) });
    },
  };
}

/** One transaction, because a page is read by several queries and takes one connection all the same. */
async function listOfEndpoint(
  { database }: ConsoleDeps,
  endpointId: string,
  asked: Asked,
): Promise<Outcome<Page<Delivery>>> {
  return inTransaction(database, async (connection) => {
    const endpoint = await findWebhookEndpoint(connection, { endpointId });
    if (endpoint === null) return noSuch("webhook endpoint");
    const found = await listDeliveries({ connection }, endpoint, asked);
    return found === null ? wrongCursor() : done({ rows: found.deliveries, next: found.nextCursor });
  });
}

async function listFailing(
  { database }: ConsoleDeps,
  { status, after, limit }: Asked,
): Promise<Outcome<Page<Delivery>>> {
  if (status !== undefined && status !== "retrying" && status !== "exhausted")
    return refusedInput("status", "must be retrying or exhausted where no endpoint is named");
  const found = await inTransaction(database, (connection) =>
    listFailingDeliveries({ connection }, { state: status, after, limit }),
  );
  return done({ rows: found.deliveries, next: found.nextCursor });
}

function stateOf({ status, attempts_made, next_attempt_at }: Delivery) {
  return { status, attempts_made, next_attempt_at };
}
