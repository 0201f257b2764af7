import { and, asc, eq, gt } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { ipRules } from "../tables/index.ts";

export type IpRuleRow = typeof ipRules.$inferSelect;

/** @throws the driver's error of a duplicate when the app has the rule */
export async function insertIpRule(connection: Connection, row: IpRuleRow): Promise<void> {
  await connection.insert(ipRules).values(row);
}

/** True when the app had the rule. */
export async function deleteIpRule(
  connection: Connection,
  rule: { readonly appId: string; readonly cidr: string },
): Promise<boolean> {
  const [result] = await connection
    .delete(ipRules)
    .where(and(eq(ipRules.appId, rule.appId), eq(ipRules.cidr, rule.cidr)));
  return result.affectedRows === 1;
}

/** By CIDR as text; the page starts behind `after`. */
export async function listIpRules(
  connection: Connection,
  page: { readonly appId: string; readonly after?: string | undefined; readonly limit: number },
): Promise<IpRuleRow[]> {
  return connection
    .select()
    .from(ipRules)
    .where(
      and(eq(ipRules.appId, page.appId), page.after === undefined ? undefined : gt(ipRules.cidr, page.after)),
    )
    .orderBy(asc(ipRules.cidr))
    .limit(page.limit);
}
