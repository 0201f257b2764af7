import { verifyPassword } from "@compose-pay/application";
import { inTransaction, lockOperator, type OperatorRow, updateOperator } from "@compose-pay/database";
import type { ConsoleDeps } from "../console-deps.ts";
import { lockedUntil } from "./lock-out.ts";

export type CountedTry =
  | {
      readonly kind: "right";
      readonly operator: OperatorRow;
      /** Puts the count back to what it was before this try: neither a failure nor a success. */
      readonly takeBack: () => Promise<void>;
      /** All that had to be given is right: the count begins anew. */
      readonly succeed: () => Promise<void>;
    }
  | { readonly kind: "wrong" }
  /** Nothing was looked at: too many have failed. */
  | { readonly kind: "locked" };

/**
 * Tries what only the operator knows. The failure is counted before anything is looked at, so that a thousand tries at
 * one time are a thousand failures.
 */
export async function tryCounted(
  { database, clock }: Pick<ConsoleDeps, "database" | "clock">,
  operatorId: string,
  isRight: (operator: OperatorRow) => Promise<boolean>,
): Promise<CountedTry> {
  const operator = await inTransaction(database, async (transaction) => {
    const row = await lockOperator(transaction, operatorId);
    const now = clock.now();
    if (row === null || (row.lockedUntil !== null && row.lockedUntil > now)) return null;
    const failedSignIns = row.failedSignIns + 1;
    const change = { failedSignIns, lockedUntil: lockedUntil(failedSignIns, now) };
    await updateOperator(transaction, operatorId, change);
    return row;
  });
  if (operator === null) return { kind: "locked" };
  if (!(await isRight(operator))) return { kind: "wrong" };
  const put = (failedSignIns: number, until: Date | null) =>
    updateOperator(database.connection, operatorId, { failedSignIns, lockedUntil: until });
  return {
    kind: "right",
    operator,
    takeBack: () => put(operator.failedSignIns, operator.lockedUntil),
    succeed: () => put(0, null),
  };
}

export async function tryPassword(
  deps: Pick<ConsoleDeps, "database" | "clock">,
  operatorId: string,
  password: string,
): Promise<CountedTry> {
  return tryCounted(deps, operatorId, (operator) => verifyPassword(password, operator.passwordHash));
}
