import {
  type AttemptToSave,
  type Database,
  type DeliveryRow,
  disableEndpoint,
  type EventRow,
  findEvents,
  inTransaction,
  insertDeliveries,
  isDatabaseAway,
  markFannedOut,
  saveDeliveryAttempts,
} from "@compose-pay/database";
import { createGatherer } from "@compose-pay/runtime";

/** What the handlers of this process read and write, together where they do it at the same time. */
export interface DeliveryStore {
  findEvent(eventId: string): Promise<EventRow | null>;
  /** Makes the deliveries of an event; false when they were made before. */
  beginDeliveries(begin: BegunDeliveries): Promise<boolean>;
  saveAttempt(attempt: FinishedAttempt): Promise<void>;
}

interface BegunDeliveries {
  readonly eventId: string;
  readonly rows: readonly DeliveryRow[];
}

interface FinishedAttempt extends AttemptToSave {
  /** The endpoint that this attempt disables, or null. */
  readonly disables: string | null;
}

type ConnectedDatabase = Pick<Database, "connection">;

const bounds = {
  mostInBatch: 32,
  mostBatchesAtOnce: 2,
  isOneWorksFault: (error: unknown) => !isDatabaseAway(error),
};

export function createDeliveryStore(database: ConnectedDatabase): DeliveryStore {
  const events = createGatherer<string, EventRow | null>({
    ...bounds,
    runBatch: (eventIds) => readEvents(database, eventIds),
  });
  const begun = createGatherer<BegunDeliveries, boolean>({
    ...bounds,
    runBatch: (works) => beginTogether(database, works),
    keyOf: ({ eventId }) => eventId,
  });
  const finished = createGatherer<FinishedAttempt, undefined>({
    ...bounds,
    runBatch: (works) => saveTogether(database, works),
    keyOf: ({ held }) => held.id,
  });
  return {
    findEvent: (eventId) => events.add(eventId),
    beginDeliveries: (begin) => begun.add(begin),
    saveAttempt: (attempt) => finished.add(attempt),
  };
}

async function readEvents(
  { connection }: ConnectedDatabase,
  eventIds: readonly string[],
): Promise<readonly (EventRow | null)[]> {
  const found = new Map((await findEvents(connection, eventIds)).map((event) => [event.id, event]));
  return eventIds.map((id) => found.get(id) ?? null);
}

async function beginTogether(
  database: ConnectedDatabase,
  works: readonly BegunDeliveries[],
): Promise<readonly boolean[]> {
  return inTransaction(database, async (transaction) => {
    const isOurs: boolean[] = [];
    for (const { eventId } of works) isOurs.push(await markFannedOut(transaction, eventId));
    const rows = works.flatMap((work, index) => (isOurs[index] === true ? work.rows : []));
    if (await insertDeliveries(transaction, rows)) return isOurs;
    // Nobody can tell whose deliveries they were, so each begins alone.
    if (works.length > 1) throw new Error("an event of the batch had deliveries before");
    return [false];
  });
}

async function saveTogether(
  database: ConnectedDatabase,
  works: readonly FinishedAttempt[],
): Promise<readonly undefined[]> {
  return inTransaction(database, async (transaction) => {
    await saveDeliveryAttempts(transaction, works);
    for (const { disables } of works) if (disables !== null) await disableEndpoint(transaction, disables);
    return works.map(() => undefined);
  });
}
