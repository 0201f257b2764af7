import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, inArray, lt, sql } from "../drizzle.ts";
import { namedSo, type NameSearch } from "../statements/named-so.ts";
import { operatorRoles, operators, roles } from "../tables/index.ts";

export type OperatorRow = typeof operators.$inferSelect;

/** @throws a duplicate key when the email is taken */
export async function insertOperator(connection: Connection, row: OperatorRow): Promise<void> {
  await connection.insert(operators).values(row);
}

export async function findOperator(connection: Connection, id: string): Promise<OperatorRow | null> {
  const [row] = await connection.select().from(operators).where(eq(operators.id, id)).limit(1);
  return row ?? null;
}

/** @param email in lower case */
export async function findOperatorByEmail(
  connection: Connection,
  email: string,
): Promise<OperatorRow | null> {
  const [row] = await connection.select().from(operators).where(eq(operators.email, email)).limit(1);
  return row ?? null;
}

/** The operator, locked until the transaction ends. */
export async function lockOperator(transaction: Connection, id: string): Promise<OperatorRow | null> {
  const [row] = await transaction.select().from(operators).where(eq(operators.id, id)).for("update");
  return row ?? null;
}

export async function updateOperator(
  connection: Connection,
  id: string,
  change: Partial<Omit<OperatorRow, "id">>,
): Promise<void> {
  await connection.update(operators).set(change).where(eq(operators.id, id));
}

/** Takes a code's time step, once: true when none as late was taken before (RFC 6238, section 5.2). */
export async function takeTotpStep(connection: Connection, id: string, step: number): Promise<boolean> {
  const [result] = await connection
    .update(operators)
    .set({ totpStep: step })
    .where(and(eq(operators.id, id), lt(operators.totpStep, step)));
  return result.affectedRows === 1;
}

/** Newest first, by id; the page starts behind `after`. */
export async function listOperators(
  connection: Connection,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<OperatorRow[]> {
  return connection
    .select()
    .from(operators)
    .where(page.after === undefined ? undefined : lt(operators.id, page.after))
    .orderBy(desc(operators.id))
    .limit(page.limit);
}

/** Those whose name begins so, by name. */
export async function searchOperators(connection: Connection, search: NameSearch): Promise<OperatorRow[]> {
  return connection
    .select()
    .from(operators, { forceIndex: "operators_name" })
    .where(namedSo(operators, search))
    .orderBy(asc(operators.name), asc(operators.id))
    .limit(search.limit);
}

export interface OperatorRole {
  readonly operatorId: string;
  readonly role: typeof roles.$inferSelect;
}

export async function findOperatorRoles(
  connection: Connection,
  operatorIds: readonly string[],
): Promise<OperatorRole[]> {
  if (operatorIds.length === 0) return [];
  return connection
    .select({ operatorId: operatorRoles.operatorId, role: roles })
    .from(operatorRoles)
    .innerJoin(roles, eq(roles.id, operatorRoles.roleId))
    .where(inArray(operatorRoles.operatorId, [...operatorIds]))
    .orderBy(operatorRoles.operatorId, roles.name);
}

/** Gives the operator these roles and no others. */
export async function replaceOperatorRoles(
  transaction: Connection,
  operatorId: string,
  roleIds: readonly string[],
): Promise<void> {
  await transaction.delete(operatorRoles).where(eq(operatorRoles.operatorId, operatorId));
  if (roleIds.length === 0) return;
  await transaction.insert(operatorRoles).values(roleIds.map((roleId) => ({ operatorId, roleId })));
}

/** Operators that can sign in and have one of these roles. */
export async function countActiveOperators(
  transaction: Connection,
  roleIds: readonly string[],
): Promise<number> {
  if (roleIds.length === 0) return 0;
  const [row] = await transaction
    .select({ operators: sql<number>`COUNT(DISTINCT ${operators.id})`.mapWith(Number) })
    .from(operatorRoles)
    .innerJoin(operators, eq(operators.id, operatorRoles.operatorId))
    .where(and(inArray(operatorRoles.roleId, [...roleIds]), eq(operators.state, "active")));
  return row?.operators ?? 0;
}
