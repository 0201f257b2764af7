import type { RouteRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

/** Which account serves an app's method. The window of amounts is in fen. */
export function routeDocument(route: RouteRow): JsonDocument {
  return {
    object: "route",
    id: route.id,
    app_id: route.appId,
    method: route.method,
    account_id: route.channelAccountId,
    priority: route.priority,
    min_amount: route.minAmount,
    max_amount: route.maxAmount,
    enabled: route.enabled,
    updated_at: route.updatedAt.toISOString(),
  };
}
