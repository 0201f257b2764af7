import type { NextAction } from "@compose-pay/contracts";
import {
  type ChannelCallRow,
  type Connection,
  type Database,
  inTransaction,
  lockPayments,
  type OutboxRow,
  type PaymentView,
} from "@compose-pay/database";
import type { AttemptFact, RefusalReason } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";
import { decideFact, type DecidedFact } from "./decide-fact.ts";
import { saveFactWrites } from "./fact-writes.ts";
import { findTradeNumbers } from "./trade-numbers.ts";

/** A statement about one attempt and where it comes from. */
export interface RecordedFact {
  readonly paymentId: string;
  readonly attemptId: string;
  readonly fact: AttemptFact;
  /** Who says so: `create`, `query`, `close`, `notification`. Kept with the change. */
  readonly cause: string;
  readonly traceId: string;
  /** What the customer needs; with `accepted`. */
  readonly nextAction?: NextAction;
  /** Money for an attempt that has ended is not taken from this statement: it may be older than the end. */
  readonly lateNeedsConfirmation?: boolean;
  /** Journalled in the same transaction, oldest first. */
  readonly calls?: readonly ChannelCallRow[];
}

/**
 * `messages` are stored already and wait to be dispatched after the commit. The events of facts that were recorded
 * together share a message, which is with the first of these facts alone.
 */
export type Recorded =
  | { readonly kind: "changed"; readonly view: PaymentView; readonly messages: readonly OutboxRow[] }
  | { readonly kind: "unchanged"; readonly view: PaymentView }
  /** Nothing was changed: the statement would be late, and its maker wants it confirmed first. */
  | { readonly kind: "late"; readonly view: PaymentView }
  | {
      readonly kind: "refused";
      readonly view: PaymentView;
      readonly reason: RefusalReason | "trade_no_taken";
    };

/** A fact to be recorded, with what must be saved with it or not at all. */
export interface FactToRecord {
  readonly recorded: RecordedFact;
  readonly alsoInTransaction?: ((transaction: Connection, outcome: Recorded) => Promise<void>) | undefined;
}

/**
 * The one way by which attempts and their payments change: lock, decide by the life cycle, save as
 * compare-and-sets with their causes and events. What is already known is absorbed; a claim that the
 * life cycle refuses is raised as a discrepancy, and so is a payment under another attempt's number. All of
 * these facts are recorded in one transaction, or none; no two of them are about one payment.
 */
export async function recordFacts(
  deps: { readonly database: Database; readonly clock: Clock },
  facts: readonly FactToRecord[],
): Promise<readonly Recorded[]> {
  return inTransaction(deps.database, async (transaction) => {
    const at = deps.clock.now();
    const found = await lockPayments(
      transaction,
      facts.map(({ recorded }) => recorded.paymentId),
    );
    const claims = facts.map(({ recorded: { paymentId, attemptId, fact } }) => ({
      attempt: found.get(paymentId)?.attempts.find(({ id }) => id === attemptId),
      fact,
    }));
    const tradeNumbers = await findTradeNumbers(transaction, claims);
    const decided = facts.map(({ recorded }) =>
      decideFact(found.get(recorded.paymentId), recorded, { at, tradeNumbers }),
    );
    const messagesOfEvents = await saveFactWrites(
      transaction,
      decided.map(({ writes }) => writes),
    );
    const outcomes = handOver(messagesOfEvents, decided);
    for (const [index, { alsoInTransaction }] of facts.entries()) {
      // because there is an outcome for each fact
      await alsoInTransaction?.(transaction, outcomes[index] as Recorded);
    }
    return outcomes;
  });
}

/** The same for one fact alone. */
export async function recordFact(
  deps: { readonly database: Database; readonly clock: Clock },
  recorded: RecordedFact,
  alsoInTransaction?: FactToRecord["alsoInTransaction"],
): Promise<Recorded> {
  const [outcome] = await recordFacts(deps, [{ recorded, alsoInTransaction }]);
  if (outcome === undefined) throw new Error("one fact has one outcome");
  return outcome;
}

/** Whoever recorded the first fact that made an event dispatches the messages of all events. */
function handOver(
  messagesOfEvents: readonly OutboxRow[],
  decided: readonly DecidedFact[],
): readonly Recorded[] {
  const first = decided.find(({ writes: { events = [] } }) => events.length > 0);
  return decided.map(({ outcome, writes }) =>
    outcome.kind === "changed" && writes === first?.writes
      ? { ...outcome, messages: [...messagesOfEvents, ...outcome.messages] }
      : outcome,
  );
}
