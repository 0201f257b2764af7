import { type Connection, type DueClaim, inTransaction } from "@compose-pay/database";
import type { OutgoingMessage } from "@compose-pay/messaging";
import type { SweepDeps } from "./sweep-deps.ts";
import { nothingTaken, type Sweep } from "./sweep-loop.ts";

export interface DueKind<Row> {
  readonly name: string;
  readonly claim: (transaction: Connection, claim: DueClaim) => Promise<readonly Row[]>;
  /** Rows that one message carries; 1 when left out. */
  readonly mostInMessage?: number;
  /** Null for rows that were put off when they were claimed. */
  readonly message: (rows: SomeRows<Row>, now: Date) => OutgoingMessage | null;
}

/** Never none. */
export type SomeRows<Row> = readonly [Row, ...Row[]];

/**
 * A sweep over one kind of due rows: claim a batch, send a message for each or for some together. A message that is sent twice
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
      const wanted = together(due, kind.mostInMessage ?? 1).flatMap((rows) => {
        const message = kind.message(rows, now);
        return message === null ? [] : [{ message, rows: rows.length }];
      });
      const sent = wanted.filter(({ message }) => (depths.get(message.queue) ?? 0) <= deps.deepQueue);
      await Promise.all(sent.map(({ message }) => deps.messaging.publish(message)));
      return {
        taken: due.length,
        sent: rowsOf(sent),
        putOff: due.length - rowsOf(wanted),
        isFull: due.length === limit,
      };
    },
  };
}

function together<Row>(rows: readonly Row[], most: number): readonly SomeRows<Row>[] {
  const groups: SomeRows<Row>[] = [];
  for (let from = 0; from < rows.length; from += most) {
    const [first, ...others] = rows.slice(from, from + most);
    if (first !== undefined) groups.push([first, ...others]);
  }
  return groups;
}

function rowsOf(sendings: readonly { readonly rows: number }[]): number {
  return sendings.reduce((sum, { rows }) => sum + rows, 0);
}
