import {
  type ChannelNotificationRow,
  type Database,
  insertChannelNotifications,
  insertOutbox,
  inTransaction,
  isDatabaseAway,
  type OutboxRow,
} from "@compose-pay/database";
import { createGatherer } from "@compose-pay/runtime";

/** A notification with the message that makes a worker process it. */
interface NewNotification {
  readonly row: ChannelNotificationRow;
  readonly message: OutboxRow;
}

export interface NotificationWriter {
  /** Resolves after the commit: `resent` was here before and is only counted. */
  write(notification: NewNotification): Promise<"stored" | "resent">;
}

const bounds = { mostInBatch: 32, mostBatchesAtOnce: 2 };

/** Stores notifications that arrive together in one transaction, each with its message. */
export function createNotificationWriter(database: Database): NotificationWriter {
  const gatherer = createGatherer<NewNotification, "stored" | "resent">({
    ...bounds,
    runBatch: (works) => storeTogether(database, works),
    isOneWorksFault: (error) => !isDatabaseAway(error),
  });
  return { write: (notification) => gatherer.add(notification) };
}

async function storeTogether(
  database: Database,
  works: readonly NewNotification[],
): Promise<readonly ("stored" | "resent")[]> {
  return inTransaction(database, async (transaction) => {
    const resent = await insertChannelNotifications(
      transaction,
      works.map(({ row }) => row),
    );
    if (resent > 0) {
      // Nobody can tell which of them were, so each is stored alone.
      if (works.length > 1) throw new Error(`${resent} notifications of the batch were here before`);
      return ["resent"];
    }
    await insertOutbox(
      transaction,
      works.map(({ message }) => message),
    );
    return works.map(() => "stored" as const);
  });
}
