import { type Connection, type DueClaim, inTransaction } from "@compose-pay/database";
import type { OutgoingMessage } from "@compose-pay/messaging";
import type { SweepDeps } from "./sweep-deps.ts";
import { nothingTaken, type Sweep } from "./sweep-loop.ts";

export interface DueKind<Row> {
  readonly name: string;
  readonly claim: (transaction: Connection, claim: DueClaim) => Promise<readonly Row[]>;
  /** Null for a row that was put off when it was claimed. */
  readonly message: (row: Row, now: Date) => OutgoingMessage | null;
}

/**
 * A sweep over one kind of due rows: claim a batch, send a message for each. A message that is sent twice
 * does no harm, one that is lost is made again when its row's lease is over. Nothing is added to a queue
 * that is deep already: its messages are late and not lost, and more of them would only make it deeper.
 */
export function sweepBy<Row>(deps: SweepDeps, kind: DueKind<Row>): Sweep {
  return {
    name: kind.name,
    run: async (now) => {
      if (!deps.messaging.isReady().publishing) return nothingTaken;
      const { leaseMs, batch: limit } = deps;
      const due = await inTransaction(deps.database, (transaction) =>
        kind.claim(transaction, { now, leaseMs, limit }),
      );
      if (due.length === 0) return nothingTaken;
      const depths = await deps.messaging.queueDepths();
      const wanted = due.flatMap((row) => kind.message(row, now) ?? []);
      const messages = wanted.filter(({ queue }) => (depths.get(queue) ?? 0) <= deps.deepQueue);
      await Promise.all(messages.map((message) => deps.messaging.publish(message)));
      const isFull = due.length === limit;
      return { taken: due.length, sent: messages.length, putOff: due.length - wanted.length, isFull };
    },
  };
}
