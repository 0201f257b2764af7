import { findApp, insertIpRule, type IpRuleRow, isDuplicate } from "@compose-pay/database";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export type IpRuleAdded =
  | { readonly kind: "added"; readonly rule: IpRuleRow }
  | { readonly kind: "exists"; readonly appId: string; readonly cidr: string }
  | { readonly kind: "app_unknown"; readonly appId: string };

/**
 * Lets an app be called from one more range. With its first rule, an app that was reachable from everywhere
 * is reachable from that range alone.
 *
 * @param input.cidr in the form that parseCidr gives
 */
export async function addIpRule(
  deps: Pick<SetUpDependencies, "database" | "clock" | "newId">,
  input: { readonly appId: string; readonly cidr: string },
): Promise<IpRuleAdded> {
  const { connection } = deps.database;
  const { appId, cidr } = input;
  if ((await findApp(connection, appId)) === null) return { kind: "app_unknown", appId };
  const createdAt = deps.clock.now();
  const rule: IpRuleRow = { id: deps.newId("ipr", createdAt), appId, cidr, createdAt };
  try {
    await insertIpRule(connection, rule);
    return { kind: "added", rule };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return { kind: "exists", appId, cidr };
  }
}
