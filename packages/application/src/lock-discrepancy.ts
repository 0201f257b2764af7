import {
  type Connection,
  type Database,
  findDiscrepancy,
  inTransaction,
  lockDiscrepancy,
  lockPayment,
} from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import type { LockedDiscrepancy } from "./apply-resolution.ts";
import { type DiscrepancySubject, findSubject } from "./discrepancy-subject.ts";

/**
 * One transaction that has the discrepancy locked, and its payment before it, as whoever raises one does.
 *
 * @returns what `work` returns, or null when there is no such discrepancy
 */
export async function withLockedDiscrepancy<Result>(
  deps: { readonly database: Database; readonly clock: Clock },
  id: string,
  work: (transaction: Connection, locked: LockedDiscrepancy) => Promise<Result>,
): Promise<Result | null> {
  const { connection } = deps.database;
  const found = await findDiscrepancy(connection, id);
  if (found === null) return null;
  const paymentId = paymentIdOf(await findSubject(connection, found));
  return inTransaction(deps.database, async (transaction) => {
    if (paymentId !== null) await lockPayment(transaction, paymentId);
    const row = await lockDiscrepancy(transaction, id);
    if (row === null) return null;
    const subject = await findSubject(transaction, row);
    return work(transaction, { row, subject, at: deps.clock.now() });
  });
}

function paymentIdOf(subject: DiscrepancySubject): string | null {
  return subject.kind === "payment" || subject.kind === "refund" ? subject.view.payment.id : null;
}
