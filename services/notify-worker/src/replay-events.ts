import {
  type Connection,
  type DeliveryRow,
  findEventsToReplay,
  findReceivers,
  inTransaction,
  insertDeliveries,
  lockDueReplay,
  redeliverDeliveries,
  type ReplayableEvent,
  saveReplay,
  wakeTargets,
  type WebhookReplayRow,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { DeliveryDeps } from "./delivery-deps.ts";

/** Events that are gone through in one transaction. */
const eventsAtOnce = 500;

/**
 * Goes on with one replay that is due: everything of its span that its endpoint wants and has not had is due again, also
 * what happened while the endpoint was disabled.
 *
 * @returns whether there was one
 */
export async function replayEvents(
  deps: Pick<DeliveryDeps, "database" | "clock" | "holdMs">,
): Promise<boolean> {
  const now = deps.clock.now();
  return inTransaction(deps.database, async (transaction) => {
    const replay = await lockDueReplay(transaction, now);
    if (replay === null) return false;
    const { endpoints } = await findReceivers(transaction, [replay.appId]);
    const endpoint = endpoints.find(({ id }) => id === replay.endpointId);
    const isOver = endpoint === undefined;
    const events = isOver
      ? []
      : await findEventsToReplay(transaction, replay, { live: endpoint.live, limit: eventsAtOnce });
    const wanted = events.filter(({ type }) => isWanted(type, endpoint?.eventTypes ?? []));
    const made = await makeDue(transaction, { replay, events: wanted, now, holdMs: deps.holdMs });
    const last = events.at(-1);
    const isDone = events.length < eventsAtOnce || last === undefined;
    await saveReplay(transaction, {
      ...replay,
      deliveries: replay.deliveries + made,
      cursorAt: last?.createdAt ?? replay.cursorAt,
      cursorId: last?.id ?? replay.cursorId,
      dueAt: isDone ? null : now,
      endedAt: isDone ? now : null,
    });
    return true;
  });
}

/** A test was for the moment at which somebody asked for it. */
function isWanted(type: string, eventTypes: readonly string[]): boolean {
  return type !== "webhook.test" && (eventTypes.includes("*") || eventTypes.includes(type));
}

interface Batch {
  readonly replay: WebhookReplayRow;
  readonly events: readonly ReplayableEvent[];
  readonly now: Date;
  readonly holdMs: number;
}

/** @returns how many deliveries are due by it */
async function makeDue(transaction: Connection, { replay, events, now, holdMs }: Batch): Promise<number> {
  // Where the deliveries are still to be made, the endpoint gets its own by that.
  const missing = events.filter(({ delivery, dueAt }) => delivery === null && dueAt === null);
  const undelivered = events.flatMap(({ delivery }) =>
    delivery === null || delivery.state === "succeeded" ? [] : [delivery.id],
  );
  const rows = missing.map((event) => newDelivery(replay, event, now));
  if (!(await insertDeliveries(transaction, rows))) throw new Error("a delivery was made meanwhile");
  const again = await redeliverDeliveries(transaction, undelivered, {
    trigger: "replay",
    at: now,
    soonMs: holdMs,
  });
  if (rows.length + again > 0) {
    await wakeTargets(transaction, [{ id: replay.endpointId, appId: replay.appId, dueAt: now }]);
  }
  return rows.length + again;
}

function newDelivery(replay: WebhookReplayRow, event: ReplayableEvent, now: Date): DeliveryRow {
  return {
    id: newId("dlv", now),
    eventId: event.id,
    appId: replay.appId,
    endpointId: replay.endpointId,
    targetId: replay.endpointId,
    url: null,
    state: "pending",
    trigger: "replay",
    attemptsMade: 0,
    ladderFrom: 0,
    nextAttemptAt: now,
    lastStatus: null,
    traceId: replay.traceId,
    createdAt: now,
    endedAt: null,
  };
}
