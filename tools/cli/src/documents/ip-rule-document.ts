import type { IpRuleRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function ipRuleDocument(rule: IpRuleRow): JsonDocument {
  return {
    object: "ip_rule",
    id: rule.id,
    app_id: rule.appId,
    cidr: rule.cidr,
    created_at: rule.createdAt.toISOString(),
  };
}
