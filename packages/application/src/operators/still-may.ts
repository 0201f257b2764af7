import type { Permission } from "@compose-pay/contracts";
import { type Connection, findOperator, findOperatorRoles } from "@compose-pay/database";
import { permissionsOf } from "./permissions-of.ts";

/**
 * Whether who has asked for something can still sign in and may still ask for it. What one person wants and a second
 * agrees to is done by both: it is not done when the first is no longer let.
 */
export async function stillMay(
  connection: Connection,
  operatorId: string,
  permission: Permission,
): Promise<boolean> {
  const operator = await findOperator(connection, operatorId);
  if (operator?.state !== "active") return false;
  const given = await findOperatorRoles(connection, [operatorId]);
  return permissionsOf(given.map(({ role }) => role)).includes(permission);
}
