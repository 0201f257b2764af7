import type { Connection } from "./connection.ts";
import type { discrepancies } from "./tables/index.ts";

type Row = typeof discrepancies.$inferSelect;

/** What is known of a discrepancy when it is raised: nobody has decided on it yet. */
export type NewDiscrepancy = Pick<
  Row,
  | "id"
  | "type"
  | "channelAccountId"
  | "paymentId"
  | "attemptId"
  | "refundId"
  | "evidence"
  | "traceId"
  | "foundAt"
  | "state"
> &
  Partial<Pick<Row, "runId" | "day" | "amount">>;

const listeners = new WeakMap<Connection, (row: NewDiscrepancy) => void>();
const raisedIn = new WeakMap<Connection, NewDiscrepancy[]>();

/** @param connection the database's own, on which transactions begin */
export function listenForDiscrepancies(
  connection: Connection,
  listener: (row: NewDiscrepancy) => void,
): void {
  listeners.set(connection, listener);
}

/** Has a transaction that begins remember what it raises. What an earlier one raised here is forgotten. */
export function beginRaising(transaction: Connection): readonly NewDiscrepancy[] {
  const raised: NewDiscrepancy[] = [];
  raisedIn.set(transaction, raised);
  return raised;
}

/** The row was not there before; who listens is told once it is committed. */
export function rememberRaised(transaction: Connection, row: NewDiscrepancy): void {
  raisedIn.get(transaction)?.push(row);
}

export function tellRaised(connection: Connection, raised: readonly NewDiscrepancy[]): void {
  const listener = listeners.get(connection);
  if (listener !== undefined) raised.forEach((row) => listener(row));
}
