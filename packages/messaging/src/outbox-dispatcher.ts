import { deleteOutbox } from "@compose-pay/database";
import type { OutboxRow } from "@compose-pay/database";
import { createThrottle } from "@compose-pay/runtime";
import type { OutboxParts, ReplyPath } from "./outbox.ts";
import { sleep } from "./sleep.ts";
import { toStoredMessage } from "./stored-message.ts";

/** Rows that are sent and not deleted yet; more are left to the relay. */
const mostUnderWay = 5_000;
/** How long confirmed rows are collected: one DELETE of many instead of many competing with the writers. */
const lingerMs = 20;
const mostInOneDelete = 500;
const logEveryMs = 5_000;

/** Publishes rows right after their commit, and deletes them in batches. */
export class OutboxDispatcher {
  readonly #parts: OutboxParts;
  readonly #throttle = createThrottle(logEveryMs);
  #confirmed: string[] = [];
  #underWay = 0;
  #deleting: Promise<void> | null = null;
  readonly #sending = new Set<Promise<void>>();

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  dispatch(rows: readonly OutboxRow[], reply?: ReplyPath): void {
    for (const row of rows) {
      if (this.#underWay >= mostUnderWay) {
        this.#parts.metrics.leftBehind.inc();
        continue;
      }
      this.#underWay += 1;
      const sending = this.#send(row, reply).finally(() => this.#sending.delete(sending));
      this.#sending.add(sending);
    }
  }

  /** Resolves when everything dispatched was sent and deleted, or was left to the relay. */
  async drained(): Promise<void> {
    await Promise.all(this.#sending);
    await this.#deleting;
  }

  async #send(row: OutboxRow, reply: ReplyPath | undefined): Promise<void> {
    try {
      await this.#parts.messaging.publishStored({ ...toStoredMessage(row), ...reply });
    } catch (error) {
      this.#underWay -= 1;
      this.#parts.metrics.leftBehind.inc();
      this.#log(error, "a message was not sent; a relay will");
      return;
    }
    this.#confirmed.push(row.id);
    this.#deleting ??= this.#deleteConfirmed().finally(() => (this.#deleting = null));
  }

  async #deleteConfirmed(): Promise<void> {
    while (this.#confirmed.length > 0) {
      if (this.#confirmed.length < mostInOneDelete) await sleep(lingerMs);
      const ids = this.#confirmed.splice(0, mostInOneDelete);
      try {
        await deleteOutbox(this.#parts.database.connection, ids);
      } catch (error) {
        // The relay sends them a second time and deletes them then.
        this.#log(error, "sent messages could not be deleted from the outbox");
      }
      this.#underWay -= ids.length;
    }
  }

  #log(error: unknown, message: string): void {
    if (this.#throttle.isDue()) this.#parts.logger.warn({ error }, message);
  }
}
