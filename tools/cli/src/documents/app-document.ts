import type { App } from "@compose-pay/application";
import type { JsonDocument } from "../command-result.ts";

/** An app without its secret. */
export function appDocument(app: App): JsonDocument {
  return {
    object: "app",
    id: app.id,
    merchant_id: app.merchantId,
    name: app.name,
    rate_limit_per_second: app.rateLimitPerSecond,
    rate_limit_burst: app.rateLimitBurst,
    created_at: app.createdAt.toISOString(),
  };
}
