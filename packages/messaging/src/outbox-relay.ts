import { deleteOutbox, inTransaction, oldestOutboxRow, takeStaleOutbox } from "@compose-pay/database";
import type { OutboxRow } from "@compose-pay/database";
import { createThrottle } from "@compose-pay/runtime";
import type { OutboxParts } from "./outbox.ts";
import { PublishError } from "./publish-error.ts";
import { isWorkQueue } from "./queue-name.ts";
import { sleep } from "./sleep.ts";
import { toStoredMessage } from "./stored-message.ts";

export interface RelayRhythm {
  readonly everyMs: number;
  /** Younger rows are left to the process that wrote them. */
  readonly olderThanMs: number;
  /** Rows that one transaction takes; a full batch is followed by the next at once. */
  readonly limit: number;
}

export const defaultRelayRhythm: RelayRhythm = { everyMs: 2_000, olderThanMs: 5_000, limit: 200 };

/** What became of a row: `buried` is among the dead letters, `kept` is still in the outbox. */
type Fate = "sent" | "buried" | "kept";

const logEveryMs = 5_000;

/** Publishes rows that were left behind. Any number of relays share the work by SKIP LOCKED. */
export class OutboxRelay {
  readonly #parts: OutboxParts;
  readonly #rhythm: RelayRhythm;
  readonly #stopping = new AbortController();
  readonly #throttle = createThrottle(logEveryMs);
  #running: Promise<void> = Promise.resolve();

  constructor(parts: OutboxParts, rhythm: RelayRhythm) {
    this.#parts = parts;
    this.#rhythm = rhythm;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { everyMs } = this.#rhythm;
    // Processes that start together do not sweep together.
    await sleep(everyMs * Math.random(), this.#stopping.signal);
    while (!this.#stopping.signal.aborted) {
      const isMore = await this.#pass();
      if (!isMore) await sleep(everyMs, this.#stopping.signal);
    }
  }

  /** Whether there may be more at once. */
  async #pass(): Promise<boolean> {
    const { database, messaging, metrics, clock, logger } = this.#parts;
    try {
      const oldest = await oldestOutboxRow(database.connection);
      const ageMs = oldest === null ? 0 : clock.now().getTime() - oldest.getTime();
      metrics.oldestSeconds.set(Math.max(ageMs, 0) / 1_000);
      if (ageMs <= this.#rhythm.olderThanMs || !messaging.isReady().publishing) return false;
      return await this.#relayBatch();
    } catch (error) {
      if (this.#throttle.isDue()) logger.warn({ error }, "the outbox could not be relayed; trying on");
      return false;
    }
  }

  async #relayBatch(): Promise<boolean> {
    const { database, metrics, clock } = this.#parts;
    const { olderThanMs, limit } = this.#rhythm;
    const createdBefore = new Date(clock.now().getTime() - olderThanMs);
    const fates = await inTransaction(database, async (transaction) => {
      const rows = await takeStaleOutbox(transaction, { createdBefore, limit });
      const settled = await Promise.all(
        rows.map(async (row) => ({ id: row.id, fate: await this.#relay(row) })),
      );
      const gone = settled.filter(({ fate }) => fate !== "kept").map(({ id }) => id);
      await deleteOutbox(transaction, gone);
      return settled.map(({ fate }) => fate);
    });
    for (const fate of fates) metrics.relayed.inc({ fate });
    return fates.length === limit && !fates.includes("kept");
  }

  /** Never rejects: one bad row holds up no other. */
  async #relay(row: OutboxRow): Promise<Fate> {
    const { messaging, logger } = this.#parts;
    const fields = { message_id: row.id, queue: row.queue, message: row.name, trace_id: row.traceId };
    try {
      await messaging.publishStored(toStoredMessage(row));
      return "sent";
    } catch (error) {
      const isUnknown =
        error instanceof PublishError && error.fault === "unroutable" && !isWorkQueue(row.queue);
      if (!isUnknown) {
        if (this.#throttle.isDue()) logger.warn({ ...fields, error }, "a row of the outbox was not sent");
        return "kept";
      }
    }
    return this.#bury(row);
  }

  /** A queue that nobody declared will not come by waiting; a person may know what to do. */
  async #bury(row: OutboxRow): Promise<Fate> {
    const { messaging, logger } = this.#parts;
    const fields = { message_id: row.id, queue: row.queue, message: row.name, trace_id: row.traceId };
    try {
      await messaging.bury(toStoredMessage(row), "no such queue on the broker");
    } catch (error) {
      logger.warn({ ...fields, error }, "a row of the outbox could not be buried");
      return "kept";
    }
    logger.error(fields, "a row of the outbox names a queue that nobody declared; it is a dead letter");
    return "buried";
  }
}
