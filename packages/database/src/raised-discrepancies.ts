import type { Connection } from "./connection.ts";
import type { discrepancies } from "./tables/index.ts";

type Raised = typeof discrepancies.$inferSelect;

const listeners = new WeakMap<Connection, (row: Raised) => void>();
const raisedIn = new WeakMap<Connection, Raised[]>();

/** @param connection the database's own, on which transactions begin */
export function listenForDiscrepancies(connection: Connection, listener: (row: Raised) => void): void {
  listeners.set(connection, listener);
}

/** Has a transaction that begins remember what it raises. What an earlier one raised here is forgotten. */
export function beginRaising(transaction: Connection): readonly Raised[] {
  const raised: Raised[] = [];
  raisedIn.set(transaction, raised);
  return raised;
}

/** The row was not there before; who listens is told once it is committed. */
export function rememberRaised(transaction: Connection, row: Raised): void {
  raisedIn.get(transaction)?.push(row);
}

export function tellRaised(connection: Connection, raised: readonly Raised[]): void {
  const listener = listeners.get(connection);
  if (listener !== undefined) raised.forEach((row) => listener(row));
}
