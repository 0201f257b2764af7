import {
  type Connection,
  findEventsToReplay,
  findReceivers,
  inTransaction,
  insertDeliveries,
  lockTakenReplay,
  newDelivery,
  redeliverDeliveries,
  type ReplayableEvent,
  saveReplay,
  takeDueReplay,
  wakeTargets,
  type WebhookReplayRow,
} from "@compose-pay/database";
import { wantsEvent } from "@compose-pay/domain";
import type { DeliveryDeps } from "./delivery-deps.ts";

/** Events that are gone through in one transaction. */
const eventsAtOnce = 500;

/** Longer than a part takes. */
const takenForMs = 30_000;

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
  const until = new Date(now.getTime() + takenForMs);
  const taken = await inTransaction(deps.database, (transaction) =>
    takeDueReplay(transaction, { now, until }),
  );
  if (taken === null) return false;
  return inTransaction(deps.database, async (transaction) => {
    const replay = await lockTakenReplay(transaction, taken);
    if (replay === null) return true;
    const { endpoints } = await findReceivers(transaction, [replay.appId]);
    const endpoint = endpoints.find(({ id }) => id === replay.endpointId);
    const isOver = endpoint === undefined;
    const events = isOver
      ? []
      : await findEventsToReplay(transaction, replay, { live: endpoint.live, limit: eventsAtOnce });
    // A test was for the moment at which somebody asked for it.
    const wanted = events.filter(
      (event) => !isOver && event.endpointId === null && wantsEvent(endpoint, event),
    );
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
  const { appId, traceId, endpointId } = replay;
  const when = { trigger: "replay", now, nextAttemptAt: now } as const;
  const rows = missing.map(({ id }) => newDelivery({ id, appId, traceId }, { endpointId, url: null }, when));
  if (!(await insertDeliveries(transaction, rows))) throw new Error("a delivery was made meanwhile");
  const again = await redeliverDeliveries(transaction, undelivered, {
    trigger: "replay",
    at: now,
    soonMs: holdMs,
  });
  if (rows.length + again > 0) {
    await wakeTargets(transaction, [{ id: endpointId, appId, dueAt: now }]);
  }
  return rows.length + again;
}
