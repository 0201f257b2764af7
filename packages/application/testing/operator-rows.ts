import type { Permission } from "@compose-pay/contracts";
import {
  type Connection,
  insertOperator,
  insertRole,
  type OperatorRow,
  replaceOperatorRoles,
} from "@compose-pay/database";
import { setUpAt } from "./set-up-fixture.ts";

/** Somebody of this id who cannot sign in. */
function operatorRow(id: string): OperatorRow {
  const known = { id, email: `${id}@example.com`, name: id, timeZone: "Asia/Shanghai" };
  const signIn = { passwordHash: "", mustChangePassword: false, totpSecret: null, totpStep: 0 };
  const failures = { failedSignIns: 0, lockedUntil: null };
  return { ...known, ...signIn, ...failures, state: "active", createdAt: setUpAt, updatedAt: setUpAt };
}

/** Stores somebody who may do this by a role of their own. */
export async function insertOperatorWhoMay(
  connection: Connection,
  id: string,
  permissions: readonly Permission[],
): Promise<void> {
  const role = { id: `rol_${id}`, name: `role of ${id}`, description: "", permissions };
  await insertOperator(connection, operatorRow(id));
  await insertRole(connection, { ...role, createdAt: setUpAt, updatedAt: setUpAt });
  await replaceOperatorRoles(connection, id, [role.id]);
}
