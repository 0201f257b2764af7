import type { ApiKey } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function keyDocument(apiKey: ApiKey): JsonDocument {
  return {
    object: "api_key",
    id: apiKey.id,
    app_id: apiKey.appId,
    live: apiKey.live,
    hint: apiKey.hint,
    created_at: apiKey.createdAt.toISOString(),
    revoked_at: apiKey.revokedAt?.toISOString() ?? null,
  };
}
