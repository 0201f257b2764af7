import { deleteIpRule } from "@compose-pay/database";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export type IpRuleRemoved =
  | { readonly kind: "removed"; readonly appId: string; readonly cidr: string }
  | { readonly kind: "rule_unknown"; readonly appId: string; readonly cidr: string };

/** Without its last rule, an app is reachable from everywhere again. */
export async function removeIpRule(
  deps: Pick<SetUpDependencies, "database">,
  input: { readonly appId: string; readonly cidr: string },
): Promise<IpRuleRemoved> {
  const wasThere = await deleteIpRule(deps.database.connection, input);
  return { kind: wasThere ? "removed" : "rule_unknown", ...input };
}
