import type { Permission } from "@compose-pay/contracts";
import { type Connection, countActiveOperators, inTransaction, lockRoles } from "@compose-pay/database";
import type { OperatorDeps } from "./operator-deps.ts";
import { permissionsOfRole } from "./permissions-of.ts";

const managing: Permission = "operators.manage";

class LastManager extends Error {}

/**
 * Runs a change of people's rights, one after the other; one that would leave nobody who can manage operators is undone
 * and answered `last_manager`.
 */
export async function keepAManager<Result>(
  deps: Pick<OperatorDeps, "database">,
  work: (transaction: Connection) => Promise<Result>,
): Promise<Result | { readonly kind: "last_manager" }> {
  try {
    return await inTransaction(deps.database, async (transaction) => {
      const before = await countManagers(transaction);
      const result = await work(transaction);
      if (before > 0 && (await countManagers(transaction)) === 0) throw new LastManager();
      return result;
    });
  } catch (error) {
    if (error instanceof LastManager) return { kind: "last_manager" };
    throw error;
  }
}

async function countManagers(transaction: Connection): Promise<number> {
  const roles = await lockRoles(transaction);
  const ids = roles.filter((role) => permissionsOfRole(role).includes(managing)).map((role) => role.id);
  return countActiveOperators(transaction, ids);
}
