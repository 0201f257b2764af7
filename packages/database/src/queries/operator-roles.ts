import type { Connection } from "../connection.ts";
import { asc, eq, inArray, sql } from "../drizzle.ts";
import { operatorRoles, roles } from "../tables/index.ts";

export type RoleRow = typeof roles.$inferSelect;

/** Most roles that there can be; they are read together. */
export const mostRoles = 200;

/** @throws a duplicate key when the name is taken */
export async function insertRole(connection: Connection, row: RoleRow): Promise<void> {
  await connection.insert(roles).values(row);
}

export async function updateRole(
  connection: Connection,
  id: string,
  change: Partial<Omit<RoleRow, "id">>,
): Promise<void> {
  await connection.update(roles).set(change).where(eq(roles.id, id));
}

export async function deleteRole(connection: Connection, id: string): Promise<void> {
  await connection.delete(roles).where(eq(roles.id, id));
}

/** All of them, by id, locked until the transaction ends: what changes people's rights goes one after the other. */
export async function lockRoles(transaction: Connection): Promise<RoleRow[]> {
  return transaction.select().from(roles).orderBy(asc(roles.id)).limit(mostRoles).for("update");
}

/** By name. */
export async function listRoles(connection: Connection): Promise<RoleRow[]> {
  return connection.select().from(roles).orderBy(asc(roles.name)).limit(mostRoles);
}

/** How many operators have each of these roles; what nobody has is left out. */
export async function countRoleOperators(
  connection: Connection,
  roleIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (roleIds.length === 0) return new Map();
  const rows = await connection
    .select({ roleId: operatorRoles.roleId, operators: sql<number>`COUNT(*)`.mapWith(Number) })
    .from(operatorRoles)
    .where(inArray(operatorRoles.roleId, [...roleIds]))
    .groupBy(operatorRoles.roleId);
  return new Map(rows.map((row) => [row.roleId, row.operators]));
}

export async function hasRoleOperators(connection: Connection, roleId: string): Promise<boolean> {
  const [row] = await connection
    .select({ roleId: operatorRoles.roleId })
    .from(operatorRoles)
    .where(eq(operatorRoles.roleId, roleId))
    .limit(1);
  return row !== undefined;
}
