import type { Books } from "./books-model.ts";
import type { Rows } from "./rows-model.ts";

/** What the books and the rows have of one payment, in the same words. */
export interface Snapshot {
  readonly status: string;
  readonly amountRefunded: number;
  readonly attempts: readonly string[];
  readonly refunds: readonly string[];
  /** What is booked: each success once, whatever its payment has become. */
  readonly entries: readonly string[];
  readonly events: readonly string[];
  readonly changes: readonly string[];
  readonly discrepancies: readonly string[];
}

export function snapshotOfBooks(books: Books): Snapshot {
  return {
    status: books.status,
    amountRefunded: books.amountRefunded,
    attempts: books.attempts.map(({ state }) => state),
    refunds: books.refunds.map(({ kind, money, state }) => `${kind} ${money.amount} ${state}`).toSorted(),
    entries: entriesOf(books),
    events: books.events.map((event) => event.split(" ")[0] ?? ""),
    changes: books.changes.map(({ subject, from, to }) => `${subject.slice(0, 3)} ${from} ${to}`).toSorted(),
    discrepancies: [...books.discrepancies]
      .map(rowOfDiscrepancy)
      .filter((one) => one !== "")
      .toSorted(),
  };
}

function entriesOf({ money, attempts, refunds }: Books): readonly string[] {
  const successes = attempts.filter(({ state }) => state === "succeeded");
  const givenBack = refunds.filter(({ state }) => state === "succeeded");
  return [
    ...successes.map(() => `payment ${money.amount}`),
    ...givenBack.map((refund) => `refund ${refund.money.amount}`),
  ].toSorted();
}

/** The claims that are refused where facts are recorded; the others are refused before they get there. */
function rowOfDiscrepancy(text: string): string {
  if (text.startsWith("amount_differs")) return "amount_differs";
  return text.startsWith("ended_before") ? "refund_ended_before" : "";
}

export async function snapshotOfRows({ deps, paymentId }: Rows): Promise<Snapshot> {
  const read = async (sql: string): Promise<readonly (readonly string[])[]> => {
    const [rows] = await deps.database.pool.query({ sql, values: [paymentId], rowsAsArray: true });
    // because a SELECT answers rows
    return (rows as readonly (readonly unknown[])[]).map((row) => row.map(String));
  };
  const texts = async (sql: string) => (await read(sql)).map((row) => row.join(" "));
  const [payment] = await read("SELECT status, amount_refunded FROM payments WHERE id = ?");
  return {
    status: payment?.[0] ?? "",
    amountRefunded: Number(payment?.[1]),
    attempts: await texts("SELECT state FROM attempts WHERE payment_id = ? ORDER BY id"),
    refunds: (await texts("SELECT kind, amount, state FROM refunds WHERE payment_id = ?")).toSorted(),
    entries: (await texts("SELECT kind, amount FROM book_entries WHERE payment_id = ?")).toSorted(),
    events: await texts("SELECT type FROM events WHERE payment_id = ? ORDER BY sequence"),
    changes: (await read("SELECT subject, from_state, to_state FROM state_changes WHERE payment_id = ?"))
      .map(([subject, from, to]) => `${subjects[subject ?? ""] ?? "?"} ${from} ${to}`)
      .toSorted(),
    discrepancies: (
      await texts("SELECT type FROM discrepancies WHERE payment_id = ? AND type <> 'paid_twice'")
    ).toSorted(),
  };
}

const subjects: Readonly<Record<string, string>> = { attempt: "att", refund: "rfd", payment: "pay" };
