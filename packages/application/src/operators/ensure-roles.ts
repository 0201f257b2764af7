import {
  inTransaction,
  insertRole,
  isDuplicate,
  listRoles,
  lockRoles,
  type RoleRow,
} from "@compose-pay/database";
import { builtInRoles } from "./built-in-roles.ts";
import type { OperatorDeps } from "./operator-deps.ts";

/** Puts the built-in roles in, where there is no role at all. Two processes may do it at once. */
export async function ensureRoles(deps: OperatorDeps): Promise<readonly RoleRow[]> {
  const there = await listRoles(deps.database.connection);
  if (there.length > 0) return there;
  try {
    return await insertBuiltIn(deps);
  } catch (error) {
    // Another process was as fast: an empty table holds no lock.
    if (isDuplicate(error)) return listRoles(deps.database.connection);
    throw error;
  }
}

async function insertBuiltIn(deps: OperatorDeps): Promise<readonly RoleRow[]> {
  return inTransaction(deps.database, async (transaction) => {
    const locked = await lockRoles(transaction);
    if (locked.length > 0) return locked;
    const at = deps.clock.now();
    const rows = builtInRoles.map((role) => ({
      id: deps.newId("rol", at),
      ...role,
      createdAt: at,
      updatedAt: at,
    }));
    for (const row of rows) await insertRole(transaction, row);
    return rows;
  });
}
