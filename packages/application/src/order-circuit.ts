import {
  type CircuitOrderRow,
  findChannelAccount,
  findCircuitOrder,
  insertCircuitOrder,
  inTransaction,
} from "@compose-pay/database";
import type { OperationClass } from "@compose-pay/domain";
import { later } from "./due-after.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export interface CircuitOrderInput {
  readonly accountId: string;
  readonly operationClasses: readonly OperationClass[];
  readonly mode: CircuitOrderRow["mode"];
  readonly reason: string;
  /** Who says so. */
  readonly orderedBy: string;
  /** How long it holds; null: until the next order. */
  readonly forMs: number | null;
}

export type CircuitOrdered =
  | { readonly kind: "ordered"; readonly orders: readonly CircuitOrderRow[] }
  | { readonly kind: "account_unknown"; readonly accountId: string };

/** Says what shall hold for circuits of an account. Rows are only added: the newest is in force. */
export async function orderCircuit(
  { database, clock, newId }: Pick<SetUpDependencies, "database" | "clock" | "newId">,
  input: CircuitOrderInput,
): Promise<CircuitOrdered> {
  const { accountId, operationClasses, mode, reason, orderedBy, forMs } = input;
  return inTransaction(database, async (transaction) => {
    if ((await findChannelAccount(transaction, accountId)) === null) {
      return { kind: "account_unknown", accountId };
    }
    const orders: CircuitOrderRow[] = [];
    for (const operationClass of operationClasses) {
      const circuit = { channelAccountId: accountId, operationClass };
      const before = await findCircuitOrder(transaction, circuit);
      // The newest id is in force, so that it is newer than one of a host whose clock is ahead.
      const now = clock.now();
      const orderedAt = latest(now, before === null ? null : later(before.orderedAt, 1));
      // The time it holds is the caller's: another's clock that was ahead makes it no longer.
      const until = forMs === null ? null : later(now, forMs);
      const row = { ...circuit, id: newId("cor", orderedAt), mode, reason, orderedBy, until, orderedAt };
      await insertCircuitOrder(transaction, row);
      orders.push(row);
    }
    return { kind: "ordered", orders };
  });
}

function latest(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one;
}
